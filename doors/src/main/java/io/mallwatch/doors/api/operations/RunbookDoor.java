package io.mallwatch.doors.api.operations;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// `/docs/runbooks/NAME.md`: what to do when a shipped alert fires, where its `runbook_url` points.
/// Plain text, so that a phone at night shows it without anything else.
public final class RunbookDoor implements Door {

  private static final String FOLDER = "docs/runbooks/";
  private static final String NAME = "[A-Za-z0-9]{1,80}\\.md";

  private final ClassLoader packaged;

  /// @param packaged has the pages below `docs/runbooks`
  public RunbookDoor(ClassLoader packaged) {
    this.packaged = packaged;
  }

  @Override
  public String name() {
    return "runbooks";
  }

  @Override
  public String prefix() {
    return "/docs/runbooks";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/{name}", this::page));
  }

  @Override
  public ErrorShape errors() {
    return ErrorShape.problemDetails();
  }

  private Reply page(Call call) {
    String name = call.path("name");
    if (name.matches(NAME)) {
      try (InputStream in = packaged.getResourceAsStream(FOLDER + name)) {
        if (in != null) {
          return Reply.bytes(200, "text/plain; charset=utf-8", in.readAllBytes());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new RefusedException(Problem.notFound("there is no runbook " + name));
  }
}
