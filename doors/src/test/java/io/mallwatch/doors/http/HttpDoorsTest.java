package io.mallwatch.doors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpDoorsTest {

  private static final HttpLimits SMALL =
      new HttpLimits(
          1000, 5000, 200_000, 4, 2, Duration.ofSeconds(20), Duration.ofSeconds(20), 1024);

  private final DoorMetrics metrics = new DoorMetrics();
  private final CountDownLatch blocked = new CountDownLatch(1);
  private final AtomicInteger interrupted = new AtomicInteger();
  private final Client client =
      new Client(
          HttpDoors.open(
              new HttpSettings(
                  "127.0.0.1",
                  0,
                  Map.of(),
                  Set.of("mall.example"),
                  new HttpSettings.Cors(
                      List.of("/v1/"), List.of("https://shop.example"), List.of(), 600),
                  AccessToken.OPEN,
                  SMALL),
              List.of(echoDoor(), rootDoor()),
              metrics));

  private Door rootDoor() {
    return new TestDoor(
        "root",
        "",
        List.of(
            Route.get("/", _ -> Reply.text(200, "home")),
            Route.post("/v1/traces", call -> Reply.text(200, "traces " + call.body().length))));
  }

  private Door echoDoor() {
    return new TestDoor(
        "echo",
        "/echo",
        List.of(
            Route.get("/", _ -> Reply.text(200, "echo root")),
            Route.get("/name/{name}/x", call -> Reply.text(200, call.path("name"))),
            Route.get("/name/fixed/x", _ -> Reply.text(200, "the fixed one")),
            Route.get("/rest/{*rest}", call -> Reply.text(200, call.path("rest"))),
            Route.get("/q", call -> Reply.text(200, String.join("|", call.params().all("a")))),
            Route.post("/q", call -> Reply.text(200, String.join("|", call.params().all("a")))),
            Route.post("/body", call -> Reply.text(200, call.text())),
            Route.rawPost("/raw", call -> Reply.text(200, "raw " + call.body().length)),
            Route.get("/big", _ -> Reply.text(200, "多".repeat(4000))),
            Route.get("/fail/{how}", call -> fail(call.path("how"))),
            Route.get("/block", _ -> block()),
            Route.get(
                "/events",
                _ -> new Reply.Stream(200, "text/event-stream", Map.of(), this::events))));
  }

  private static Reply fail(String how) {
    throw switch (how) {
      case "query" -> new BadQueryException("unexpected ')'", 4);
      case "late" -> new DeadlineExceededException("took longer than 5 ms");
      case "full" -> new StoreOverloadedException("the write queue is full");
      case "away" -> new StoreUnavailableException("the disk is full");
      default -> new IllegalStateException("secret detail");
    };
  }

  private Reply block() {
    try {
      blocked.await();
      return Reply.text(200, "went on");
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      throw new DeadlineExceededException("was cancelled");
    }
  }

  private void events(Reply.Stream.Sink sink) throws InterruptedException {
    try {
      for (int i = 0; ; i++) {
        sink.write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
        Thread.sleep(Duration.ofMillis(1));
      }
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      throw e;
    }
  }

  @AfterEach
  void close() {
    blocked.countDown();
    client.close();
  }

  @Test
  void pathsUnderAPrefixBelongToItsDoor() {
    assertThat(client.get("/").body()).isEqualTo("home");
    assertThat(client.get("/echo").body()).isEqualTo("echo root");
    assertThat(client.get("/echo/").body()).isEqualTo("echo root");
    assertThat(client.get("/echoes").statusCode()).isEqualTo(404);
    assertThat(client.get("/echo/name/%E5%95%86%2F%E5%9F%8E/x").body()).isEqualTo("商/城");
    assertThat(client.get("/echo/name/fixed/x").body()).isEqualTo("the fixed one");
    assertThat(client.get("/echo/rest/a/b%20c").body()).isEqualTo("a/b c");
  }

  @Test
  void parametersComeFromQueryAndForm() {
    assertThat(client.get("/echo/q?a=1+2&b=&a=..%2F..&a=%E6%94%AF").body())
        .isEqualTo("1 2|../..|支");
    assertThat(client.post("/echo/q?a=1", Call.FORM, "a=2&a=%2B").body()).isEqualTo("1|2|+");
  }

  @Test
  void unknownPathsAndMethodsAreToldInTheDoorsShape() {
    HttpResponse<String> missing = client.get("/echo/nothing");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(missing.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Not found\",\"status\":404,"
                + "\"detail\":\"there is nothing at /echo/nothing\"}");
    HttpResponse<String> wrong = client.send(client.request("/echo/q").DELETE().build());
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("allow")).hasValue("GET, POST");
  }

  @Test
  void headIsGetWithoutTheBody() {
    HttpResponse<String> head =
        client.send(
            client
                .request("/echo/q?a=xyz")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("content-length")).hasValue("3");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void bodiesAreDecompressedUnlessTheHandlerWantsThemRaw() {
    byte[] gzip = ContentCodings.gzip("支付".repeat(100).getBytes(StandardCharsets.UTF_8));
    assertThat(client.post("/echo/body", "text/plain", gzip, "content-encoding", "gzip").body())
        .isEqualTo("支付".repeat(100));
    assertThat(client.post("/echo/raw", "text/plain", gzip, "content-encoding", "gzip").body())
        .isEqualTo("raw " + gzip.length);
  }

  @Test
  void badOrUnknownEncodingsAreRefused() {
    byte[] junk = "no gzip".getBytes(StandardCharsets.UTF_8);
    assertThat(
            client.post("/echo/body", "text/plain", junk, "content-encoding", "gzip").statusCode())
        .isEqualTo(400);
    HttpResponse<String> unknown =
        client.post("/echo/body", "text/plain", junk, "content-encoding", "br");
    assertThat(unknown.statusCode()).isEqualTo(415);
    assertThat(unknown.body()).contains("'br'");
  }

  @Test
  void aBombIsRefusedAfterDecompression() {
    byte[] bomb = ContentCodings.gzip(new byte[200_000]);
    assertThat(bomb.length).isLessThan(1000);
    HttpResponse<String> refused =
        client.post("/echo/body", "text/plain", bomb, "content-encoding", "gzip");
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("larger than 5000 bytes");
  }

  @Test
  void anAnnouncedBodyPastTheLimitIsRefusedBeforeItComes() {
    String answer =
        client.raw(
            "POST /echo/body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nstart");
    assertThat(answer).startsWith("HTTP/1.1 413").contains("larger than 1000 bytes");
  }

  @Test
  void aChunkedBodyPastTheLimitIsRefusedOnTheWay() {
    String answer =
        client.raw(
            "POST /echo/body HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "800\r\n"
                + "x".repeat(0x800)
                + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 413");
    assertThat(metrics.count("echo", 413)).isEqualTo(1);
  }

  @Test
  void largeAnswersAreCompressedForWhoTakesThem() throws IOException {
    HttpResponse<byte[]> plain = client.bytes(client.request("/echo/big").build());
    assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    assertThat(plain.headers().firstValue("vary")).hasValue("accept-encoding");
    HttpResponse<byte[]> packed =
        client.bytes(client.request("/echo/big").header("accept-encoding", "br, gzip").build());
    assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
    try (InputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(packed.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("多".repeat(4000));
    }
    assertThat(
            client
                .get("/echo/big", "accept-encoding", "gzip;q=0")
                .headers()
                .firstValue("content-encoding"))
        .isEmpty();
  }

  @Test
  void whatHandlersThrowHasItsStatus() {
    assertThat(client.get("/echo/fail/query").statusCode()).isEqualTo(400);
    assertThat(client.get("/echo/fail/late").statusCode()).isEqualTo(503);
    HttpResponse<String> full = client.get("/echo/fail/full");
    assertThat(full.statusCode()).isEqualTo(429);
    assertThat(full.headers().firstValue("retry-after")).hasValue("2");
    HttpResponse<String> away = client.get("/echo/fail/away");
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("retry-after")).hasValue("5");
    HttpResponse<String> ours = client.get("/echo/fail/bug");
    assertThat(ours.statusCode()).isEqualTo(500);
    assertThat(ours.body()).doesNotContain("secret");
  }

  @Test
  void namesThatAreNotOursAreRefusedOnLoopback() {
    String end = "\r\nConnection: close\r\n\r\n";
    assertThat(client.raw("GET / HTTP/1.1\r\nHost: evil.example:7600" + end))
        .startsWith("HTTP/1.1 403");
    assertThat(client.raw("GET / HTTP/1.1\r\nHost: mall.example:7600" + end))
        .startsWith("HTTP/1.1 200");
    assertThat(client.raw("GET / HTTP/1.1\r\nHost: [::1]:7600" + end)).startsWith("HTTP/1.1 200");
  }

  @Test
  void pagesOfOtherOriginsMayNotChangeAnything() {
    byte[] body = {1};
    assertThat(
            client
                .post("/echo/body", "text/plain", body, "origin", "https://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            client
                .post("/echo/body", "text/plain", body, "origin", client.doors().url())
                .statusCode())
        .isEqualTo(200);
    HttpResponse<String> allowed =
        client.post("/v1/traces", "text/plain", body, "origin", "https://shop.example");
    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(allowed.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://shop.example");
    assertThat(
            client
                .post("/echo/body", "text/plain", body, "origin", "https://shop.example")
                .statusCode())
        .as("what is not opened to that page")
        .isEqualTo(403);
  }

  @Test
  void preflightsAreAnsweredForAllowedOriginsOnly() {
    HttpRequest.Builder preflight =
        client
            .request("/v1/traces")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("access-control-request-method", "POST");
    HttpResponse<String> allowed =
        client.send(preflight.copy().header("origin", "https://shop.example").build());
    assertThat(allowed.statusCode()).isEqualTo(204);
    assertThat(allowed.headers().firstValue("access-control-max-age")).hasValue("600");
    HttpResponse<String> other =
        client.send(preflight.copy().header("origin", "https://evil.example").build());
    assertThat(other.statusCode()).isEqualTo(405);
    assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
  }

  @Test
  void theServerSpeaksHttp2WithoutTls() {
    try (HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpResponse<String> answer =
          http2
              .sendAsync(
                  client.request("/echo/q?a=1").build(), HttpResponse.BodyHandlers.ofString())
              .join();
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).isEqualTo("1");
    }
  }

  @Test
  void aStreamEndsWhenItsClientGoesAway() throws IOException {
    HttpResponse<InputStream> events =
        client.send(
            client.request("/echo/events").build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(new String(events.body().readNBytes(9), StandardCharsets.UTF_8))
        .isEqualTo("data: 0\n\n");
    events.body().close();
    Await.until("the writer is interrupted", () -> interrupted.get() == 1);
  }

  @Test
  void streamsPastTheLimitAreRefused() throws IOException {
    HttpRequest request = client.request("/echo/events").build();
    try (InputStream first =
            client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        InputStream second =
            client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      assertThat(first.read()).isEqualTo('d');
      assertThat(second.read()).isEqualTo('d');
      assertThat(client.get("/echo/events").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void requestsPastTheLimitAreRefusedUntilOthersEnd() {
    List<Thread> waiting =
        java.util.stream.IntStream.range(0, 4)
            .mapToObj(_ -> Thread.ofVirtual().start(() -> client.get("/echo/block")))
            .toList();
    Await.until("four are served", () -> metrics.inFlight().get() == 4);
    HttpResponse<String> refused = client.get("/");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    blocked.countDown();
    Await.until("they ended", () -> waiting.stream().noneMatch(Thread::isAlive));
    assertThat(client.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void aClientThatGoesAwayInterruptsItsHandler() throws IOException {
    try (java.net.Socket socket =
        new java.net.Socket(InetAddress.getLoopbackAddress(), client.doors().port())) {
      socket
          .getOutputStream()
          .write(
              "GET /echo/block HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      Await.until("it is served", () -> metrics.inFlight().get() == 1);
    }
    Await.until("the handler is interrupted", () -> interrupted.get() == 1);
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() ->
              HttpDoors.open(
                  HttpSettings.loopback(taken.getLocalPort()),
                  List.of(rootDoor()),
                  new DoorMetrics()))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1");
    }
  }

  @Test
  void aDoorStandsAtTheRootOfItsStandardPort() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    HttpSettings settings =
        new HttpSettings(
            "127.0.0.1",
            0,
            Map.of(port, "echo"),
            Set.of(),
            HttpSettings.Cors.OFF,
            AccessToken.OPEN,
            SMALL);
    try (HttpDoors both =
            HttpDoors.open(settings, List.of(echoDoor(), rootDoor()), new DoorMetrics());
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(both.port()).isNotEqualTo(port);
      HttpRequest request =
          HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + port + "/q?a=9"))
              .build();
      assertThat(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().body())
          .isEqualTo("9");
    }
  }

  @Test
  void whatPassesIsCounted() {
    assertThat(client.get("/echo/q").statusCode()).isEqualTo(200);
    assertThat(client.get("/echo/nothing").statusCode()).isEqualTo(404);
    Await.until("both are counted", () -> metrics.count("echo", 404) == 1);
    assertThat(metrics.count("echo", 200)).isEqualTo(1);
    assertThat(metrics.families())
        .extracting(MetricFamily::name)
        .contains("mallwatch_http_requests_total", "mallwatch_http_refused_total");
  }
}
