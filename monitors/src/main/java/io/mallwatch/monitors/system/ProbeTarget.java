package io.mallwatch.monitors.system;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is asked, written as an address: `http://mall/health`, `https://mall/`, `tcp://db:3306`,
/// `dns://mall.example` (by the system's resolver), `tls://mall.example:443`.
///
/// @param text as it was written; label `instance` of its series
/// @param kind how it is asked
/// @param host name or address
/// @param port 0 for dns
/// @param uri what an HTTP request is sent to
public record ProbeTarget(String text, Kind kind, String host, int port, URI uri) {

  /// Ways to ask.
  public enum Kind {
    HTTP,
    TCP,
    DNS,
    TLS;

    /// Label `module` of the series.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reads an address.
  ///
  /// @throws IllegalArgumentException when it is none; the message says what is missing
  public static ProbeTarget parse(String text) {
    URI uri = uri(text);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    @Nullable String named = uri.getHost();
    if (named == null) {
      throw new IllegalArgumentException(
          "'%s' names no host; write it as https://mall.example/health or tcp://db:3306"
              .formatted(text));
    }
    String host = named.startsWith("[") ? named.substring(1, named.length() - 1) : named;
    return switch (scheme) {
      case "http" -> new ProbeTarget(text, Kind.HTTP, host, port(uri, text, 80), uri);
      case "https" -> new ProbeTarget(text, Kind.HTTP, host, port(uri, text, 443), uri);
      case "tcp" -> new ProbeTarget(text, Kind.TCP, host, port(uri, text, 0), uri);
      case "tls" -> new ProbeTarget(text, Kind.TLS, host, port(uri, text, 443), uri);
      case "dns" -> new ProbeTarget(text, Kind.DNS, host, 0, uri);
      default ->
          throw new IllegalArgumentException(
              "'%s' begins with none of http, https, tcp, tls, dns".formatted(text));
    };
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "'%s' is no address: %s".formatted(text, e.getReason()), e);
    }
  }

  private static int port(URI uri, String text, int absent) {
    int port = uri.getPort() < 0 ? absent : uri.getPort();
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("'%s' has no port; write tcp://db:3306".formatted(text));
    }
    return port;
  }

  boolean isSecure() {
    return kind == Kind.TLS || "https".equalsIgnoreCase(uri.getScheme());
  }
}
