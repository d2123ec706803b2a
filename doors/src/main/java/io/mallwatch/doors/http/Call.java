package io.mallwatch.doors.http;

import io.mallwatch.model.Deadline;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// A request as a handler sees it: routed, whole, decompressed.
public final class Call {

  /// Media type of HTML forms, which several protocols use for long queries.
  public static final String FORM = "application/x-www-form-urlencoded";

  private final Head head;
  private final Map<String, String> pathParams;
  private final byte[] body;
  private final Deadline deadline;
  private final Params params;
  private final ContentCodings.Room room;

  /// @param pathParams decoded values of the route's `{name}`s
  /// @param deadline when the handler must have answered
  /// @param room for what the handler decompresses itself
  public Call(
      Head head,
      Map<String, String> pathParams,
      byte[] body,
      Deadline deadline,
      ContentCodings.Room room) {
    this.room = room;
    this.head = head;
    this.pathParams = Map.copyOf(pathParams);
    this.body = body;
    this.deadline = deadline;
    this.params =
        head.mediaType().equals(FORM)
            ? head.query().and(Params.parse(new String(body, StandardCharsets.UTF_8)))
            : head.query();
  }

  public Head head() {
    return head;
  }

  public String method() {
    return head.method();
  }

  /// Parameters of the query and, when the body is a form, of the form.
  public Params params() {
    return params;
  }

  /// The parameter's first value; empty when it is missing or empty.
  public Optional<String> param(String name) {
    return params.first(name).filter(value -> !value.isEmpty());
  }

  /// The decoded path segment that stood for `{name}`.
  public String path(String name) {
    String value = pathParams.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no {" + name + "}");
    }
    return value;
  }

  /// Not a copy; handlers don't change it.
  public byte[] body() {
    return body;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// Room for what the handler decompresses itself; given back when it has answered.
  public ContentCodings.Room room() {
    return room;
  }

  public Deadline deadline() {
    return deadline;
  }

  public Optional<String> header(String lowerCaseName) {
    return head.header(lowerCaseName);
  }
}
