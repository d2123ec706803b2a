package io.mallwatch.doors.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Keeps web pages of other origins from using a server that stands open on loopback: the name in
/// `Host` must be one of ours (else a page could point its own name at 127.0.0.1, "DNS rebinding"),
/// and a browser's changing request must come from our own pages.
///
/// Pages of origins that the operator names may call all the same (cross-origin resource sharing,
/// Fetch standard, section "CORS protocol"): browsers of a mall's customers send traces themselves.
final class HostGuard {

  private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

  private final boolean loopback;
  private final Set<String> allowedHosts;
  private final HttpSettings.Cors cors;

  HostGuard(HttpSettings settings) {
    this.loopback = isLoopback(settings.address());
    this.allowedHosts = settings.allowedHosts();
    this.cors = settings.cors();
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /// Why the request may not pass; empty when it may.
  Optional<Problem> check(Head head) {
    String host = head.header(":authority").or(() -> head.header("host")).orElse("");
    if (loopback && !isOurs(host)) {
      return Optional.of(
          Problem.forbidden(
              "Host '%s' is not one of this server's names; add it to doors.allowed_hosts"
                  .formatted(host)));
    }
    Optional<String> origin = head.header("origin");
    if (origin.isPresent()
        && changes(head.method())
        && !sameHost(origin.get(), host)
        && !cors.allows(origin.get(), head.path())) {
      return Optional.of(
          Problem.forbidden(
              "requests from pages of %s are not allowed here; otlp.cors_origins lets pages send OTLP"
                  .formatted(origin.get())));
    }
    return Optional.empty();
  }

  private static boolean changes(String method) {
    return !method.equals("GET") && !method.equals("HEAD") && !method.equals("OPTIONS");
  }

  private boolean isOurs(String hostAndPort) {
    String host = withoutPort(hostAndPort).toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || isLoopbackLiteral(host)
        || allowedHosts.contains(host);
  }

  private static boolean isLoopbackLiteral(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  private static String withoutPort(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort;
  }

  private static boolean sameHost(String origin, String host) {
    try {
      return host.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Optional<String> allowedOrigin(Head head) {
    return head.header("origin").filter(origin -> cors.allows(origin, head.path()));
  }

  /// The answer to a preflight request; empty when it is none or not allowed.
  Optional<HttpResponse> preflight(Head head) {
    Optional<String> origin = allowedOrigin(head);
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
    Optional<String> origin = allowedOrigin(head);
    return origin
        .map(o -> reply.with("access-control-allow-origin", o).with("vary", "origin"))
        .orElse(reply);
  }
}
