package io.mallwatch.metrics.scrape.http;

import java.util.List;
import java.util.Map;

/// Which proxy requests go through.
///
/// @param url such as `http://proxy:3128` or `socks5://proxy:1080`; empty for none
/// @param noProxy hosts that are reached directly, as in the environment variable of this name
/// @param fromEnvironment whether `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` decide
/// @param connectHeaders sent to the proxy with `CONNECT`
public record ProxyConfig(
    String url, String noProxy, boolean fromEnvironment, Map<String, List<Secret>> connectHeaders) {

  public ProxyConfig {
    connectHeaders = Map.copyOf(connectHeaders);
  }

  /// Everything is reached directly.
  public static ProxyConfig none() {
    return new ProxyConfig("", "", false, Map.of());
  }
}
