package io.mallwatch.doors.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.Optional;

/// Cross-origin resource sharing, off by default: browsers of a mall's customers may then send
/// traces themselves. Fetch standard, section "CORS protocol".
final class CrossOrigin {

  private final HttpSettings.Cors cors;

  CrossOrigin(HttpSettings.Cors cors) {
    this.cors = cors;
  }

  /// The answer to a preflight request; empty when it is none or not allowed.
  Optional<HttpResponse> preflight(Head head) {
    Optional<String> origin = head.header("origin").filter(cors::allows);
    if (!head.method().equals("OPTIONS")
        || origin.isEmpty()
        || head.header("access-control-request-method").isEmpty()) {
      return Optional.empty();
    }
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.NO_CONTENT)
            .set("access-control-allow-origin", origin.get())
            .set("access-control-allow-methods", "GET, POST")
            .set("vary", "origin");
    String allowed = String.join(", ", cors.allowedHeaders());
    headers.set(
        "access-control-allow-headers",
        allowed.isEmpty() ? "content-type, content-encoding" : allowed);
    if (cors.maxAgeSeconds() > 0) {
      headers.setInt("access-control-max-age", cors.maxAgeSeconds());
    }
    return Optional.of(HttpResponse.of(headers.build()));
  }

  /// The answer with leave to be read by the page that asked.
  Reply.Whole dress(Reply.Whole reply, Head head) {
    Optional<String> origin = head.header("origin").filter(cors::allows);
    return origin
        .map(o -> reply.with("access-control-allow-origin", o).with("vary", "origin"))
        .orElse(reply);
  }
}
