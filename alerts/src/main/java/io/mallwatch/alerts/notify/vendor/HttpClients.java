package io.mallwatch.alerts.notify.vendor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// HTTP clients, one for each way of speaking TLS and going through a proxy. Thread-safe.
public final class HttpClients implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private record Way(HttpSettings.Tls tls, String proxyUrl, boolean followRedirects) {}

  /// Guarded by itself.
  private final Map<Way, HttpClient> clients = new HashMap<>();

  /// The client for `settings`, made at first use.
  ///
  /// @throws IOException when a certificate or key cannot be read
  HttpClient client(HttpSettings settings) throws IOException {
    Way way = new Way(settings.tls(), settings.proxyUrl(), settings.followRedirects());
    synchronized (clients) {
      HttpClient client = clients.get(way);
      if (client == null) {
        client = build(way);
        clients.put(way, client);
      }
      return client;
    }
  }

  private static HttpClient build(Way way) throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(
                way.followRedirects ? HttpClient.Redirect.NORMAL : HttpClient.Redirect.NEVER);
    if (!way.tls.equals(HttpSettings.Tls.STANDARD)) {
      builder.sslContext(TlsContext.of(way.tls));
    }
    if (!way.proxyUrl.isEmpty()) {
      URI proxy = URI.create(way.proxyUrl);
      int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
      builder.proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), port)));
    }
    return builder.build();
  }

  /// Cancels what is under way.
  @Override
  public void close() {
    synchronized (clients) {
      clients.values().forEach(HttpClient::shutdownNow);
      clients.values().forEach(HttpClient::close);
      clients.clear();
    }
  }
}
