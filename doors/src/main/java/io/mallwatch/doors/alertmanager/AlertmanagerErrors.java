package io.mallwatch.doors.alertmanager;

import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Head;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;

/// A bare JSON string; `{"code":..,"message":..}` for parameters of the wrong type; nothing for a
/// silence that is not there.
final class AlertmanagerErrors implements ErrorShape {

  private static final String WRONG_TYPE = "601";

  /// A parameter that is not of its type.
  static RefusedException wrongType(String message) {
    return new RefusedException(
        new Problem(Problem.Kind.UNPROCESSABLE, 422, WRONG_TYPE, message, null));
  }

  @Override
  public Reply.Whole tell(Problem problem, Head head) {
    if (problem.message().isEmpty()) {
      return Reply.empty(problem.status());
    }
    if (problem.type().equals(WRONG_TYPE)) {
      return Reply.bytes(
          problem.status(),
          Reply.JSON,
          Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("code", Integer.parseInt(WRONG_TYPE));
            out.writeStringField("message", problem.message());
            out.writeEndObject();
          }));
    }
    return Reply.bytes(
        problem.status(), Reply.JSON, Json.write(out -> out.writeString(problem.message())));
  }
}
