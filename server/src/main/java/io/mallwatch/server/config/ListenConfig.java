package io.mallwatch.server.config;

import java.util.List;
import java.util.Optional;

/// Ports that lines are sent to without HTTP, keys `logs.listen.*`.
///
/// @param certificate PEM file; empty for connections without encryption
/// @param key PEM file of the certificate's key
/// @param allow networks that may send; empty for all
public record ListenConfig(
    Optional<Place> syslogUdp,
    Optional<Place> syslogTcp,
    Optional<Place> linesTcp,
    String certificate,
    String key,
    List<String> allow) {

  public ListenConfig {
    allow = List.copyOf(allow);
  }

  /// @param host empty for the one that the server is bound to
  public record Place(String host, int port) {

    static Optional<Place> parse(String text) {
      if (text.isEmpty()) {
        return Optional.empty();
      }
      int colon = text.lastIndexOf(':');
      int port;
      try {
        port = Integer.parseInt(text.substring(colon + 1));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + text + "' names no port", e);
      }
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException(port + " is no port");
      }
      String host = colon < 0 ? "" : text.substring(0, colon);
      boolean bracketed = host.startsWith("[") && host.endsWith("]");
      return Optional.of(new Place(bracketed ? host.substring(1, host.length() - 1) : host, port));
    }
  }
}
