package io.mallwatch.doors.http;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where the doors stand and what they let in.
///
/// @param address to bind to, such as `127.0.0.1` or `0.0.0.0`
/// @param port main port; 0 for any free one
/// @param standardPorts further ports, by the name of the door that answers at their root
/// @param allowedHosts names beside `localhost` and loopback addresses that `Host` may carry when
///   bound to loopback
/// @param cors who may call from a browser page of another origin
/// @param token what every request must bring, health checks excepted
/// @param limits what is accepted
public record HttpSettings(
    String address,
    int port,
    Map<Integer, String> standardPorts,
    Set<String> allowedHosts,
    Cors cors,
    AccessToken token,
    HttpLimits limits) {

  public HttpSettings {
    standardPorts = Map.copyOf(standardPorts);
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /// On loopback and open there, without standard ports, nobody from other origins, default limits.
  public static HttpSettings loopback(int port) {
    return new HttpSettings(
        "127.0.0.1", port, Map.of(), Set.of(), Cors.OFF, AccessToken.OPEN, HttpLimits.DEFAULT);
  }

  /// Cross-origin resource sharing; off when `allowedOrigins` is empty.
  ///
  /// @param paths how the paths begin that may be called so
  /// @param allowedOrigins such as `https://shop.example.com`, or `https://*.example.com` for all
  ///   names below; `*` for any
  /// @param allowedHeaders beside those that a browser always allows
  /// @param maxAgeSeconds for how long a browser may remember the answer
  public record Cors(
      List<String> paths,
      List<String> allowedOrigins,
      List<String> allowedHeaders,
      int maxAgeSeconds) {

    public static final Cors OFF = new Cors(List.of(), List.of(), List.of(), 0);

    private static final String ANY_NAME = "://*.";

    public Cors {
      paths = List.copyOf(paths);
      allowedOrigins = List.copyOf(allowedOrigins);
      allowedHeaders = List.copyOf(allowedHeaders);
    }

    boolean allows(String origin, String path) {
      return paths.stream().anyMatch(path::startsWith)
          && allowedOrigins.stream().anyMatch(allowed -> isSame(allowed, origin));
    }

    private static boolean isSame(String allowed, String origin) {
      int star = allowed.indexOf(ANY_NAME);
      if (star < 0) {
        return allowed.equals("*") || allowed.equalsIgnoreCase(origin);
      }
      String scheme = allowed.substring(0, star + 3);
      String below = allowed.substring(star + ANY_NAME.length() - 1);
      return origin.length() > scheme.length() + below.length()
          && origin.regionMatches(true, 0, scheme, 0, scheme.length())
          && origin.regionMatches(true, origin.length() - below.length(), below, 0, below.length());
    }
  }
}
