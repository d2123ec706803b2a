package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Head;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.otlp.OtlpErrors;

/// `{"status":"error","errorType":..,"error":..}`; plain text where Prometheus answers so (writing,
/// federation, health).
final class PrometheusErrors implements ErrorShape {

  @Override
  public Reply.Whole tell(Problem problem, Head head) {
    if (head.path().contains("/api/v1/otlp/")) {
      return new OtlpErrors().tell(problem, head);
    }
    // Senders of remote write repeat after 5xx but, by default, not after 429.
    boolean later =
        problem.kind() == Problem.Kind.OVERLOADED
            || (problem.kind() == Problem.Kind.GUESSING && head.path().endsWith("/api/v1/write"));
    int status = later ? 503 : problem.status();
    if (!isQuery(head)) {
      return Reply.text(status, problem.message() + "\n");
    }
    String type = problem.type().isEmpty() ? type(problem.kind()) : problem.type();
    return Reply.bytes(
        status,
        Reply.JSON,
        Json.write(out -> {
          out.writeStartObject();
          out.writeStringField("status", "error");
          out.writeStringField("errorType", type);
          out.writeStringField("error", problem.message());
          out.writeEndObject();
        }));
  }

  private static boolean isQuery(Head head) {
    String path = head.path();
    return path.contains("/api/v1/")
        && !path.endsWith("/api/v1/write")
        && !path.endsWith("/api/v1/read");
  }

  private static String type(Problem.Kind kind) {
    return switch (kind) {
      case BAD_REQUEST,
          FORBIDDEN,
          CONFLICT,
          TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE,
          METHOD_NOT_ALLOWED ->
          "bad_data";
      case UNAUTHORIZED, GUESSING -> "unauthorized";
      case NOT_FOUND -> "not_found";
      case UNPROCESSABLE -> "execution";
      case OVERLOADED, UNAVAILABLE -> "unavailable";
      case TIMEOUT -> "timeout";
      case INTERNAL -> "internal";
    };
  }
}
