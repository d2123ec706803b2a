package io.mallwatch.metrics.scrape.http;

import java.net.URI;
import java.util.Locale;

/// Scheme, host and port of a URL. Unlike [URI#getHost()] it knows hosts with an underscore, as
/// Docker Compose makes them.
///
/// @param host without the brackets of an IPv6 address
record Origin(boolean tls, String host, int port) {

  /// @throws HttpFailedException when the URL is not http or https, or has no host
  static Origin of(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    if (!tls && !scheme.equals("http")) {
      throw new HttpFailedException("unsupported protocol scheme \"%s\"".formatted(scheme));
    }
    String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
    String hostPort = authority.substring(authority.lastIndexOf('@') + 1);
    int bracket = hostPort.lastIndexOf(']');
    int colon = hostPort.indexOf(':', Math.max(bracket, 0));
    String host = colon < 0 ? hostPort : hostPort.substring(0, colon);
    String port = colon < 0 ? "" : hostPort.substring(colon + 1);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw new HttpFailedException("no host in URL %s".formatted(url));
    }
    return new Origin(tls, host, port(port, tls));
  }

  private static int port(String port, boolean tls) {
    if (port.isEmpty()) {
      return tls ? 443 : 80;
    }
    try {
      int number = Integer.parseInt(port);
      if (number > 0 && number <= 65_535) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw new HttpFailedException("invalid port \"%s\"".formatted(port), notANumber);
    }
    throw new HttpFailedException("invalid port \"%s\"".formatted(port));
  }

  /// As the `Host` header has it.
  String hostHeader() {
    String shown = bracketed();
    return port == (tls ? 443 : 80) ? shown : shown + ":" + port;
  }

  /// As `CONNECT` has it.
  String hostAndPort() {
    return bracketed() + ":" + port;
  }

  private String bracketed() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
