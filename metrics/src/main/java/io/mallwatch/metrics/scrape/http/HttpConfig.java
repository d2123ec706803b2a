package io.mallwatch.metrics.scrape.http;

import java.util.List;
import java.util.Map;

/// Prometheus's `http_config`: how requests of a job or a discovery are made.
///
/// @param headers sent with every request
public record HttpConfig(
    Credentials credentials,
    TlsConfig tls,
    ProxyConfig proxy,
    Map<String, List<Secret>> headers,
    boolean followRedirects) {

  public HttpConfig {
    headers = Map.copyOf(headers);
  }

  /// No credentials, no proxy, redirects are followed.
  public static HttpConfig defaults() {
    return new HttpConfig(
        new Credentials.None(), TlsConfig.defaults(), ProxyConfig.none(), Map.of(), true);
  }

  public HttpConfig withCredentials(Credentials changed) {
    return new HttpConfig(changed, tls, proxy, headers, followRedirects);
  }

  public HttpConfig withTls(TlsConfig changed) {
    return new HttpConfig(credentials, changed, proxy, headers, followRedirects);
  }
}
