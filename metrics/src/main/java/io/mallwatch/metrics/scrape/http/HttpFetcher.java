package io.mallwatch.metrics.scrape.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Makes requests of one [HttpConfig]. Connections are kept for the next request to the same
/// server, for at most five minutes. Credentials are not taken along to another server.
/// Thread-safe; best called from virtual threads: an interrupt ends the request.
public final class HttpFetcher implements AutoCloseable {

  private static final int MAX_REDIRECTS = 10;
  private static final int MAX_IDLE_EACH = 4;
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int WIRE_SLACK_BYTES = 64 * 1024;

  private final HttpConfig config;
  private final Connector connector;
  private final ScheduledExecutorService timer;
  private final @Nullable OAuth2Tokens tokens;
  private final Map<Origin, Deque<HttpConnection>> idle = new HashMap<>(); // guarded by this
  private boolean closed; // guarded by this

  HttpFetcher(
      HttpConfig config,
      Connector connector,
      ScheduledExecutorService timer,
      @Nullable OAuth2Tokens tokens) {
    this.config = config;
    this.connector = connector;
    this.timer = timer;
    this.tokens = tokens;
  }

  /// Makes a request and reads the whole answer, gunzipped, into `body`.
  ///
  /// @throws HttpFailedException when there is no answer in time
  /// @throws BodyTooLargeException when the answer is larger than the call allows
  /// @throws InterruptedException when the thread was interrupted; the request is cut off
  public HttpAnswer fetch(HttpCall call, BodyBuffer body) throws InterruptedException {
    body.clear();
    try (Stream stream = open(call)) {
      HttpConnection.Head head = stream.head;
      boolean gzip = head.headers().first("content-encoding").orElse("").equalsIgnoreCase("gzip");
      stream.read(body, gzip, call.bodyLimitBytes());
      return new HttpAnswer(head.status(), head.reason(), head.headers());
    } catch (IOException e) {
      throw failed(e, call);
    }
  }

  /// Makes a request and leaves its body to the caller, who closes it. The call's timeout holds for
  /// the whole body.
  ///
  /// @throws HttpFailedException when there is no answer in time
  public Stream open(HttpCall call) throws InterruptedException {
    long end = System.nanoTime() + call.timeout().toNanos();
    try {
      Origin first = Origin.of(call.url());
      URI url = call.url();
      HttpCall now = call;
      for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
        Stream stream = exchange(now, url, first, end);
        String location = stream.head.headers().first("location").orElse("");
        if (!redirects(stream.head.status()) || location.isEmpty() || !config.followRedirects()) {
          return stream;
        }
        stream.close();
        url = resolve(url, location);
        if (stream.head.status() < 307 && !now.method().equals("GET")) {
          now = HttpCall.get(url, now.headers(), now.bodyLimitBytes(), now.timeout());
        }
      }
      throw new HttpFailedException("stopped after %d redirects".formatted(MAX_REDIRECTS));
    } catch (IOException e) {
      throw failed(e, call);
    }
  }

  private static boolean redirects(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static URI resolve(URI from, String location) {
    try {
      return from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HttpFailedException("redirected to a bad address", e);
    }
  }

  private static HttpFailedException failed(IOException e, HttpCall call)
      throws InterruptedException {
    if (Thread.interrupted()) {
      InterruptedException interrupted = new InterruptedException("the request was cut off");
      interrupted.initCause(e);
      throw interrupted;
    }
    if (e instanceof SocketTimeoutException) {
      return new HttpFailedException(
          "no answer within %s: deadline exceeded".formatted(seconds(call)), e);
    }
    if (e instanceof java.net.UnknownHostException) {
      return new HttpFailedException("no such host: " + e.getMessage(), e);
    }
    return new HttpFailedException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
  }

  private static String seconds(HttpCall call) {
    return call.timeout().toMillis() / 1000.0 + "s";
  }

  private Stream exchange(HttpCall call, URI url, Origin first, long end)
      throws IOException, InterruptedException {
    Origin origin = Origin.of(url);
    Map<String, String> headers = headers(call, origin, origin.equals(first), end);
    while (true) {
      HttpConnection kept = takeIdle(origin);
      HttpConnection connection = kept == null ? connector.open(origin, end) : kept;
      Future<?> guard =
          timer.schedule(connection::abort, end - System.nanoTime(), TimeUnit.NANOSECONDS);
      try {
        connection.send(call.method(), target(connection, url, origin), headers, call.body());
        HttpConnection.Head head = connection.head();
        BodyInput body = BodyInput.of(connection, head, call.method());
        return new Stream(this, origin, connection, head, body, guard);
      } catch (IOException e) {
        guard.cancel(false);
        connection.close();
        if (connection.aborted()) {
          throw new SocketTimeoutException("no answer in time");
        }
        if (!connection.reused() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        // The server hung up on a kept connection; a fresh one tells whether it is there.
      } catch (RuntimeException e) {
        guard.cancel(false);
        connection.close();
        throw e;
      }
    }
  }

  private static String target(HttpConnection connection, URI url, Origin origin) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    return connection.absoluteUrls() ? "http://" + origin.hostHeader() + target : target;
  }

  private Map<String, String> headers(HttpCall call, Origin origin, boolean sameServer, long end)
      throws InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", origin.hostHeader());
    headers.putAll(call.headers());
    if (sameServer) {
      config.headers().forEach((name, values) -> headers.putIfAbsent(name, joined(values)));
      String authorization = authorization(end);
      if (!authorization.isEmpty()) {
        headers.putIfAbsent("Authorization", authorization);
      }
    }
    if (!origin.tls()) {
      connector
          .proxyAuthorization(origin)
          .ifPresent(value -> headers.put("Proxy-Authorization", value));
    }
    if (call.body().length > 0) {
      headers.put("Content-Length", Integer.toString(call.body().length));
    }
    return headers;
  }

  /// The value of a header with several secrets.
  static String joined(List<Secret> values) {
    return values.stream()
        .map(Secret::value)
        .map(value -> value.replaceAll("[\\r\\n]", " "))
        .collect(Collectors.joining(", "));
  }

  private String authorization(long end) throws InterruptedException {
    return switch (config.credentials()) {
      case Credentials.None() -> "";
      case Credentials.Basic(Secret user, Secret password) ->
          "Basic " + basic(user.value(), password.value());
      case Credentials.Token(String scheme, Secret secret) -> {
        String value = secret.value();
        yield value.isEmpty() ? "" : scheme + " " + value.replaceAll("[\\r\\n]", " ");
      }
      case Credentials.OAuth2 _ -> tokens == null ? "" : tokens.header(end);
    };
  }

  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(pair);
  }

  private synchronized @Nullable HttpConnection takeIdle(Origin origin) {
    Deque<HttpConnection> kept = idle.get(origin);
    long oldest = System.nanoTime() - IDLE_NANOS;
    while (kept != null && !kept.isEmpty()) {
      HttpConnection connection = kept.removeLast();
      if (connection.idleSinceNanos() - oldest > 0) {
        return connection;
      }
      connection.close();
    }
    return null;
  }

  private void keep(Origin origin, HttpConnection connection) {
    long now = System.nanoTime();
    connection.idle(now);
    synchronized (this) {
      Deque<HttpConnection> kept = idle.computeIfAbsent(origin, _ -> new ArrayDeque<>(1));
      if (!closed && kept.size() < MAX_IDLE_EACH) {
        kept.addLast(connection);
        return;
      }
    }
    connection.close();
  }

  /// Closes connections that nobody used for five minutes.
  void sweep() {
    long oldest = System.nanoTime() - IDLE_NANOS;
    synchronized (this) {
      Iterator<Deque<HttpConnection>> all = idle.values().iterator();
      while (all.hasNext()) {
        Deque<HttpConnection> kept = all.next();
        while (!kept.isEmpty() && kept.getFirst().idleSinceNanos() - oldest <= 0) {
          kept.removeFirst().close();
        }
        if (kept.isEmpty()) {
          all.remove();
        }
      }
    }
  }

  /// Closes the kept connections. Requests that run go on; their connections are not kept.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      idle.values().forEach(kept -> kept.forEach(HttpConnection::close));
      idle.clear();
    }
    if (tokens != null) {
      tokens.close();
    }
  }

  /// An answer whose body is still to be read.
  public static final class Stream implements AutoCloseable {
    private final HttpFetcher fetcher;
    private final Origin origin;
    private final HttpConnection connection;
    private final HttpConnection.Head head;
    private final BodyInput body;
    private final Future<?> guard;

    private Stream(
        HttpFetcher fetcher,
        Origin origin,
        HttpConnection connection,
        HttpConnection.Head head,
        BodyInput body,
        Future<?> guard) {
      this.fetcher = fetcher;
      this.origin = origin;
      this.connection = connection;
      this.head = head;
      this.body = body;
      this.guard = guard;
    }

    public int status() {
      return head.status();
    }

    /// The body as it comes; throws when the call's time is over.
    public InputStream body() {
      return new BufferedInputStream(body);
    }

    /// Hangs up: nothing more of the body is wanted. The stream is still to be closed, which then
    /// does not wait for the server.
    public void abandon() {
      connection.abort();
    }

    private void read(BodyBuffer into, boolean gzip, long limit) throws IOException {
      try {
        if (gzip) {
          InputStream wire = new LimitedInput(body, limit == 0 ? 0 : limit + WIRE_SLACK_BYTES);
          into.readAll(new GZIPInputStream(wire, 8 * 1024), limit);
        } else {
          into.readAll(body, limit);
        }
      } catch (ZipException e) {
        throw new HttpFailedException("the page is not gzip: " + e.getMessage(), e);
      } catch (IOException e) {
        if (connection.aborted()) {
          throw new SocketTimeoutException("the body did not come in time");
        }
        throw e;
      }
    }

    /// Keeps the connection when the whole body was read, else closes it.
    @Override
    public void close() {
      guard.cancel(false);
      boolean last =
          head.http10()
              ? !head.headers().first("connection").orElse("").equalsIgnoreCase("keep-alive")
              : head.headers().first("connection").orElse("").equalsIgnoreCase("close");
      if (drained() && !last && !connection.aborted()) {
        fetcher.keep(origin, connection);
      } else {
        connection.close();
      }
    }

    /// Reads the little that may be left, such as the last chunk after a gzip trailer.
    private boolean drained() {
      try {
        byte[] rest = new byte[1024];
        for (int i = 0; i < 4 && !body.complete(); i++) {
          if (body.read(rest, 0, rest.length) < 0) {
            break;
          }
        }
        return body.complete();
      } catch (IOException gone) {
        return false;
      }
    }
  }
}
