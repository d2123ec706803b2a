package io.mallwatch.metrics.scrape.http;

/// What came back: the body itself is in the [BodyBuffer] that was given.
///
/// @param reason the server's words after the status; may be empty
public record HttpAnswer(int status, String reason, HttpHeaders headers) {

  /// Status and reason as a server writes them, such as `404 Not Found`.
  public String statusLine() {
    return reason.isEmpty() ? Integer.toString(status) : status + " " + reason;
  }
}
