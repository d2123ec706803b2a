package io.mallwatch.metrics.scrape.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// One request.
///
/// @param headers besides those that the fetcher adds: host, credentials, configured headers
/// @param body with a `POST`; empty otherwise
/// @param bodyLimitBytes largest answer, decompressed; 0 for none
/// @param timeout over everything, redirects included
public record HttpCall(
    String method,
    URI url,
    Map<String, String> headers,
    byte[] body,
    long bodyLimitBytes,
    Duration timeout) {

  /// A `GET`.
  public static HttpCall get(
      URI url, Map<String, String> headers, long bodyLimitBytes, Duration timeout) {
    return new HttpCall("GET", url, headers, new byte[0], bodyLimitBytes, timeout);
  }
}
