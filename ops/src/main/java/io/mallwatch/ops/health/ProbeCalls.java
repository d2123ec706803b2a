package io.mallwatch.ops.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Asks an address once.
final class ProbeCalls {

  private static final Pattern SAMPLE = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]+)\"");
  private static final Pattern COUNT = Pattern.compile("\"count\"\\s*:\\s*(\\d+)");

  private final HttpClient http;
  private final Duration timeout;
  private final URI mallwatch;
  private final InstantSource clock;

  /// What one try gave.
  ///
  /// @param status of HTTP, else 0
  /// @param problem empty when good
  record Answer(int status, String problem) {
    boolean good() {
      return problem.isEmpty();
    }
  }

  /// @param mallwatch where queries are asked
  ProbeCalls(HttpClient http, Duration timeout, URI mallwatch, InstantSource clock) {
    this.http = http;
    this.timeout = timeout;
    this.mallwatch = mallwatch;
    this.clock = clock;
  }

  Answer ask(ProbeAddress address) throws InterruptedException {
    try {
      return switch (address) {
        case ProbeAddress.Http(URI url) -> http(url);
        case ProbeAddress.Tcp(String host, int port) -> {
          try (Socket _ = connect(host, port)) {
            yield good();
          }
        }
        case ProbeAddress.Dns(String host) -> {
          var _ = InetAddress.getByName(host);
          yield good();
        }
        case ProbeAddress.Tls tls -> tls(tls);
        case ProbeAddress.Mysql(String host, int port) -> mysql(host, port);
        case ProbeAddress.Redis(String host, int port) -> redis(host, port);
        case ProbeAddress.Promql(String query) -> promql(query);
        case ProbeAddress.Logs(String query) -> logs(query);
      };
    } catch (HttpTimeoutException | SocketTimeoutException e) {
      return bad("超时 timed out");
    } catch (ConnectException e) {
      return bad("连接不上 cannot connect");
    } catch (UnknownHostException e) {
      return bad("名称解析不了 unknown host");
    } catch (SSLException e) {
      return bad("证书或握手有问题 " + e.getMessage());
    } catch (IOException e) {
      return bad(e.getClass().getSimpleName());
    }
  }

  private static Answer good() {
    return new Answer(0, "");
  }

  private static Answer bad(String problem) {
    return new Answer(0, problem);
  }

  private Answer http(URI url) throws IOException, InterruptedException {
    int status = get(url, HttpResponse.BodyHandlers.discarding()).statusCode();
    return new Answer(status, status >= 200 && status < 400 ? "" : "HTTP " + status);
  }

  private <T> HttpResponse<T> get(URI url, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(url).timeout(timeout).GET().build(), handler);
  }

  @SuppressWarnings("MustBeClosedChecker") // callers close it
  private Socket connect(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      int millis = Math.toIntExact(timeout.toMillis());
      socket.setSoTimeout(millis);
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), millis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Answer tls(ProbeAddress.Tls tls) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (Socket plain = connect(tls.host(), tls.port());
        SSLSocket secure = (SSLSocket) factory.createSocket(plain, tls.host(), tls.port(), true)) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      Instant end = Instant.MAX;
      for (Certificate certificate : secure.getSession().getPeerCertificates()) {
        if (certificate instanceof X509Certificate x509
            && x509.getNotAfter().toInstant().isBefore(end)) {
          end = x509.getNotAfter().toInstant();
        }
      }
      long days = Duration.between(clock.instant(), end).toDays();
      return days >= tls.days()
          ? good()
          : bad("证书 %d 天后到期 expires in %d days".formatted(days, days));
    }
  }

  /// The first packet of the server: a greeting with its version, or an error.
  private Answer mysql(String host, int port) throws IOException {
    try (Socket socket = connect(host, port)) {
      InputStream in = socket.getInputStream();
      byte[] head = in.readNBytes(5);
      if (head.length < 5) {
        return bad("不是 MySQL not MySQL");
      }
      int protocol = head[4] & 0xff;
      if (protocol == 10) {
        return good();
      }
      return bad(protocol == 0xff ? "MySQL 拒绝连接 refused" : "不是 MySQL not MySQL");
    }
  }

  private Answer redis(String host, int port) throws IOException {
    try (Socket socket = connect(host, port)) {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String line = in.readLine();
      if (line != null && line.equals("+PONG")) {
        return good();
      }
      return bad(
          line == null
              ? "Redis 没有回答 no answer"
              : "Redis: " + line.substring(0, Math.min(80, line.length())));
    }
  }

  private Answer promql(String query) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        get(
            below("/prometheus/api/v1/query?query=" + encode(query)),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      return new Answer(answer.statusCode(), "HTTP " + answer.statusCode());
    }
    Matcher sample = SAMPLE.matcher(answer.body());
    boolean any = false;
    boolean good = true;
    while (sample.find()) {
      any = true;
      good &= Double.parseDouble(sample.group(1).replace("Inf", "Infinity")) != 0;
    }
    if (!any) {
      return new Answer(200, "没有数据 no data");
    }
    return new Answer(200, good ? "" : "值为 0 the value is 0");
  }

  private Answer logs(String query) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        get(
            below(
                "/elasticsearch/_count?q="
                    + encode("(%s) AND @timestamp:[now-5m TO now]".formatted(query))),
            HttpResponse.BodyHandlers.ofString());
    Matcher count = COUNT.matcher(answer.body());
    if (answer.statusCode() != 200 || !count.find()) {
      return new Answer(answer.statusCode(), "HTTP " + answer.statusCode());
    }
    return new Answer(
        200, count.group(1).equals("0") ? "" : "%s 行 lines match".formatted(count.group(1)));
  }

  private URI below(String path) {
    return URI.create(mallwatch.toString().replaceAll("/+$", "") + path);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
