package io.mallwatch.ops.health;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// What is asked, and how.
public sealed interface ProbeAddress {

  /// Good with a status from 200 to 399.
  record Http(URI url) implements ProbeAddress {}

  /// Good when a connection is taken.
  record Tcp(String host, int port) implements ProbeAddress {}

  /// Good when the system's resolver knows an address of it.
  record Dns(String host) implements ProbeAddress {}

  /// Good when the certificate is trusted, fits the name and lasts.
  ///
  /// @param days that it must last yet
  record Tls(String host, int port, int days) implements ProbeAddress {}

  /// Good when a MySQL or MariaDB server greets.
  record Mysql(String host, int port) implements ProbeAddress {}

  /// Good when Redis answers `PONG`.
  record Redis(String host, int port) implements ProbeAddress {}

  /// Good when the query gives a number other than 0.
  record Promql(String query) implements ProbeAddress {}

  /// Good when no line of the last five minutes matches.
  record Logs(String query) implements ProbeAddress {}

  /// Reads `http://...`, `https://...`, `tcp://db:3306`, `dns://name`, `tls://name:443?days=14`,
  /// `mysql://db:3306`, `redis://cache:6379`, `promql:QUERY`, `logs:QUERY`.
  ///
  /// @throws IllegalArgumentException when it is none of these
  static ProbeAddress parse(String text) {
    if (text.startsWith("promql:") && text.length() > 7) {
      return new Promql(text.substring(7));
    }
    if (text.startsWith("logs:") && text.length() > 5) {
      return new Logs(text.substring(5));
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'%s' is no address".formatted(text), e);
    }
    String host = uri.getHost();
    if (host == null) {
      throw new IllegalArgumentException(
          "'%s' is no address; write it as https://mall/health or tcp://db:3306".formatted(text));
    }
    return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
      case "http", "https" -> new Http(uri);
      case "dns" -> new Dns(host);
      case "tcp" -> {
        if (uri.getPort() < 1) {
          throw new IllegalArgumentException("'%s' has no port".formatted(text));
        }
        yield new Tcp(host, uri.getPort());
      }
      case "tls" -> new Tls(host, port(uri, 443), days(uri));
      case "mysql" -> new Mysql(host, port(uri, 3306));
      case "redis" -> new Redis(host, port(uri, 6379));
      default ->
          throw new IllegalArgumentException(
              "'%s' begins with none of http, https, tcp, dns, tls, mysql, redis, promql, logs"
                  .formatted(text));
    };
  }

  private static int port(URI uri, int absent) {
    return uri.getPort() < 0 ? absent : uri.getPort();
  }

  private static int days(URI uri) {
    String query = uri.getQuery();
    return query != null && query.matches("days=\\d{1,4}")
        ? Integer.parseInt(query.substring(5))
        : 14;
  }
}
