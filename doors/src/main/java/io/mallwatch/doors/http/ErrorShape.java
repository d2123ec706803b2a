package io.mallwatch.doors.http;

/// How a protocol tells an error. The edge adds `Retry-After`, `Allow` and `WWW-Authenticate`.
@FunctionalInterface
public interface ErrorShape {

  /// The answer that tells `problem`.
  ///
  /// @param head of the request, for protocols that answer in the request's encoding
  Reply.Whole tell(Problem problem, Head head);

  /// RFC 9457: `application/problem+json` with type, title, status and detail.
  static ErrorShape problemDetails() {
    return (problem, head) ->
        Reply.bytes(
            problem.status(),
            "application/problem+json",
            Json.write(out -> {
              out.writeStartObject();
              out.writeStringField(
                  "type", problem.type().isEmpty() ? "about:blank" : problem.type());
              out.writeStringField("title", title(problem.kind()));
              out.writeNumberField("status", problem.status());
              out.writeStringField("detail", problem.message());
              out.writeEndObject();
            }));
  }

  private static String title(Problem.Kind kind) {
    return switch (kind) {
      case BAD_REQUEST -> "Bad request";
      case UNAUTHORIZED -> "Unauthorized";
      case GUESSING -> "Too many wrong tokens";
      case FORBIDDEN -> "Forbidden";
      case NOT_FOUND -> "Not found";
      case METHOD_NOT_ALLOWED -> "Method not allowed";
      case CONFLICT -> "Conflict";
      case TOO_LARGE -> "Too large";
      case UNSUPPORTED_MEDIA_TYPE -> "Unsupported media type";
      case UNPROCESSABLE -> "Not processable";
      case OVERLOADED -> "Too many requests";
      case UNAVAILABLE -> "Unavailable";
      case TIMEOUT -> "Timed out";
      case INTERNAL -> "Internal error";
    };
  }
}
