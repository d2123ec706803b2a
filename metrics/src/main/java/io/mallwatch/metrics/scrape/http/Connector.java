package io.mallwatch.metrics.scrape.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Opens connections: straight or through a proxy, plain or with TLS. Thread-safe.
final class Connector {

  private final ProxyConfig config;
  private final ProxyRoutes routes;
  private final TlsSockets tls;
  private final ScheduledExecutorService timer;

  Connector(HttpConfig config, Map<String, String> environment, ScheduledExecutorService timer) {
    this.config = config.proxy();
    this.routes = new ProxyRoutes(config.proxy(), environment);
    this.tls = new TlsSockets(config.tls());
    this.timer = timer;
  }

  /// @param endNanos when it must be done, by [System#nanoTime()]
  HttpConnection open(Origin origin, long endNanos) throws IOException {
    Optional<URI> proxy = routes.proxy(origin);
    if (proxy.isEmpty()) {
      return guarded(dial(null, origin.host(), origin.port(), endNanos), origin, null, endNanos);
    }
    URI url = proxy.get();
    String scheme = String.valueOf(url.getScheme());
    if (scheme.startsWith("socks5")) {
      Origin at = Origin.of(URI.create("http://" + url.getRawAuthority()));
      Proxy socks = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(at.host(), at.port()));
      return guarded(dial(socks, origin.host(), origin.port(), endNanos), origin, null, endNanos);
    }
    if (!scheme.equals("http")) {
      throw new HttpFailedException("a proxy must be http:// or socks5://, not " + scheme);
    }
    Origin at = Origin.of(url);
    return guarded(dial(null, at.host(), at.port(), endNanos), origin, url, endNanos);
  }

  private static Socket dial(@Nullable Proxy proxy, String host, int port, long endNanos)
      throws IOException {
    if (proxy != null) {
      Socket socket = new Socket(proxy);
      connect(socket, InetSocketAddress.createUnresolved(host, port), endNanos);
      return socket;
    }
    IOException last = null;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      try {
        Socket socket = new Socket();
        connect(socket, new InetSocketAddress(address, port), endNanos);
        return socket;
      } catch (IOException e) {
        if (HttpConnection.interrupted(e)) {
          throw e;
        }
        last = new IOException("dial tcp %s:%d: %s".formatted(host, port, e.getMessage()), e);
      }
    }
    throw last == null ? new IOException("no address for " + host) : last;
  }

  private static void connect(Socket socket, InetSocketAddress address, long endNanos)
      throws IOException {
    long millis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
    try {
      if (millis <= 0) {
        throw new java.net.SocketTimeoutException("no time left to connect");
      }
      socket.setTcpNoDelay(true);
      socket.connect(address, (int) Math.min(millis, Integer.MAX_VALUE));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /// Tunnel and handshake, cut off when time is over.
  private HttpConnection guarded(Socket socket, Origin origin, @Nullable URI proxy, long endNanos)
      throws IOException {
    HttpConnection plain = new HttpConnection(socket, socket, proxy != null && !origin.tls());
    if (!origin.tls()) {
      return plain;
    }
    Future<?> guard =
        timer.schedule(plain::abort, endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    try {
      if (proxy != null) {
        tunnel(plain, origin, proxy);
      }
      return new HttpConnection(tls.handshake(socket, origin.host(), origin.port()), socket, false);
    } catch (IOException | RuntimeException e) {
      plain.close();
      if (plain.aborted()) {
        throw new java.net.SocketTimeoutException("no time left for the TLS handshake");
      }
      throw e;
    } finally {
      guard.cancel(false);
    }
  }

  private void tunnel(HttpConnection connection, Origin origin, URI proxy) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", origin.hostAndPort());
    proxyAuthorization(proxy).ifPresent(value -> headers.put("Proxy-Authorization", value));
    for (Map.Entry<String, List<Secret>> header : config.connectHeaders().entrySet()) {
      headers.put(header.getKey(), HttpFetcher.joined(header.getValue()));
    }
    connection.send("CONNECT", origin.hostAndPort(), headers, new byte[0]);
    HttpConnection.Head head = connection.head();
    if (head.status() != 200) {
      throw new HttpFailedException(
          "the proxy refused: HTTP status %d %s".formatted(head.status(), head.reason()));
    }
  }

  /// What a plain request through the proxy of `origin` carries.
  Optional<String> proxyAuthorization(Origin origin) {
    return routes.proxy(origin).flatMap(Connector::proxyAuthorization);
  }

  private static Optional<String> proxyAuthorization(URI proxy) {
    String user = proxy.getUserInfo();
    return user == null
        ? Optional.empty()
        : Optional.of(
            "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
  }
}
