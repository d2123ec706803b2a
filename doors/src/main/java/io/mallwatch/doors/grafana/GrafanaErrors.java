package io.mallwatch.doors.grafana;

import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Head;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;

/// `{"message":..}`, with a `status` where Grafana's clients branch on one. What is wrong with a
/// body is told in `error`, which Grafana says only when it is being developed.
final class GrafanaErrors implements ErrorShape {

  /// Type of problems with a body.
  private static final String BAD_DATA = "bad request data";

  @Override
  public Reply.Whole tell(Problem problem, Head head) {
    return Reply.bytes(
        problem.status(),
        Reply.JSON,
        Json.write(out -> {
          out.writeStartObject();
          if (problem.type().equals(BAD_DATA)) {
            out.writeStringField("message", BAD_DATA);
            out.writeStringField("error", problem.message());
          } else {
            out.writeStringField("message", problem.message());
            if (!problem.type().isEmpty()) {
              out.writeStringField("status", problem.type());
            }
          }
          out.writeEndObject();
        }));
  }

  /// The body is not what it must be.
  static RefusedException badData(String why) {
    return new RefusedException(Problem.bad(why).named(BAD_DATA));
  }

  static RefusedException bad(String message) {
    return new RefusedException(Problem.bad(message));
  }

  static RefusedException bad(String status, String message) {
    return new RefusedException(Problem.bad(message).named(status));
  }

  static RefusedException notFound(String message) {
    return new RefusedException(Problem.notFound(message));
  }

  static RefusedException notFound(String status, String message) {
    return new RefusedException(Problem.notFound(message).named(status));
  }

  static RefusedException conflict(String message) {
    return new RefusedException(Problem.conflict(message));
  }

  /// 412: the sender worked on what is no longer so.
  static RefusedException outdated(String status, String message) {
    return new RefusedException(new Problem(Problem.Kind.CONFLICT, 412, status, message, null));
  }
}
