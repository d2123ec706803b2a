package io.mallwatch.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.model.BadQueryException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// The demo's webhook: prints each notification on the terminal, as a phone would ring.
final class InboxDoor implements Door {

  static final String PATH = "/demo/inbox";

  @Override
  public String name() {
    return "inbox";
  }

  @Override
  public String prefix() {
    return "/demo";
  }

  @Override
  public ErrorShape errors() {
    return ErrorShape.problemDetails();
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/inbox", InboxDoor::ring));
  }

  private static Reply ring(Call call) {
    String status = "";
    String summary = "";
    String severity = "";
    try (JsonParser in = new JsonFactory().createParser(call.body())) {
      JsonToken token = in.nextToken();
      while (token != null) {
        if (token == JsonToken.FIELD_NAME) {
          String name = in.currentName();
          token = in.nextToken();
          if (token == JsonToken.VALUE_STRING) {
            String text = in.getText();
            switch (name) {
              case "status" -> status = status.isEmpty() ? text : status;
              case "summary" -> summary = summary.isEmpty() ? text : summary;
              case "severity" -> severity = severity.isEmpty() ? text : severity;
              default -> {}
            }
          }
        }
        token = in.nextToken();
      }
    } catch (IOException e) {
      throw new BadQueryException("not JSON: " + e.getMessage());
    }
    boolean resolved = status.equals("resolved");
    System.out.printf(
        "%s %s %s%n", resolved ? "✅ 恢复" : "🚨 告警", severity.toUpperCase(Locale.ROOT), summary);
    return Reply.text(200, "OK");
  }
}
