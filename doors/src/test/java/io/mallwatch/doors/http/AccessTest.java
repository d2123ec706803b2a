package io.mallwatch.doors.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import io.mallwatch.doors.elasticsearch.ElasticsearchDoor;
import io.mallwatch.doors.elasticsearch.ElasticsearchPorts;
import io.mallwatch.doors.elasticsearch.admin.NodeFacts;
import io.mallwatch.doors.elasticsearch.catalog.Catalog;
import io.mallwatch.doors.fakes.FakeLogs;
import io.mallwatch.doors.otlp.OtlpDoor;
import io.mallwatch.doors.otlp.OtlpIntake;
import io.mallwatch.logs.ingest.BulkIntake;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.ingest.Masking;
import io.mallwatch.logs.pipeline.Pipelines;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The token at the edge, over real sockets.
class AccessTest {

  private static final String TOKEN = "s3cret-商城:with-colon";
  private static final String TRACE_SERVICE =
      "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

  private final DoorMetrics metrics = new DoorMetrics();
  private final AtomicInteger served = new AtomicInteger();
  private final int standardPort = freePort();
  private final Client client =
      new Client(
          HttpDoors.open(
              new HttpSettings(
                  "127.0.0.1",
                  0,
                  Map.of(standardPort, "elasticsearch"),
                  Set.of(),
                  new HttpSettings.Cors(
                      List.of("/"), List.of("https://shop.example"), List.of(), 0),
                  AccessToken.of(TOKEN),
                  HttpLimits.DEFAULT),
              List.of(rootDoor(), probedDoor(), elasticsearch(), otlp()),
              metrics));

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Reply serve(String text) {
    served.incrementAndGet();
    return Reply.text(200, text);
  }

  private Door rootDoor() {
    return new TestDoor(
        "root",
        "",
        List.of(
            Route.get("/", _ -> serve("page")),
            Route.post("/write", call -> serve("took " + call.body().length)),
            Route.get("/health", _ -> serve("well")),
            Route.get("/health/redis", _ -> serve("redis is well"))));
  }

  private Door probedDoor() {
    return new TestDoor(
        "probed",
        "/probed",
        List.of(
            Route.get("/-/healthy", _ -> serve("healthy")),
            Route.get("/-/ready", _ -> serve("ready")),
            Route.get("/-/reload", _ -> serve("reloaded"))));
  }

  private final Pipelines pipelines = Pipelines.inMemory(FakeClock.mondayMorning());

  private Door elasticsearch() {
    FakeClock clock = FakeClock.mondayMorning();
    FakeLogs logs = new FakeLogs();
    LogIntake intake =
        new LogIntake(logs, Masking.on(), clock, Duration.ofDays(1), Duration.ofDays(1));
    return new ElasticsearchDoor(
        new ElasticsearchPorts(
            logs,
            new BulkIntake(
                new JsonLogEntries(clock, ZoneOffset.UTC, "unknown"),
                intake,
                BulkIntake.Limits.defaults()),
            pipelines,
            Catalog.inMemory(),
            new NodeFacts("abcdefghijklmnopqrstuv", NodeFacts.Personality.ELASTICSEARCH, "")),
        metrics,
        clock);
  }

  private Door otlp() {
    OtlpIntake takes =
        _ -> {
          served.incrementAndGet();
          return OtlpIntake.Outcome.ALL_TAKEN;
        };
    return new OtlpDoor(new OtlpDoor.Intakes(takes, takes, takes), metrics, 100_000);
  }

  @AfterEach
  void close() {
    pipelines.close();
    client.close();
  }

  private static String bearer(String token) {
    // The client sends characters as they are up to 255: the bytes of UTF-8, one by one.
    return "Bearer "
        + new String(token.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> withAuthorization(String value) {
    return client.get("/", "authorization", value);
  }

  /// The first line of the answer to a request that is written byte by byte.
  private String rawStatus(String authorization) {
    String answer =
        client.raw(
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                + authorization
                + "\r\n\r\n");
    return answer.substring(0, answer.indexOf("\r\n"));
  }

  private long refused(String door, String reason) {
    return metrics.families().stream()
        .filter(family -> family.name().equals("mallwatch_http_refused_total"))
        .flatMap(family -> family.points().stream())
        .filter(point -> point.labels().toString().contains("\"" + door + "\""))
        .filter(point -> point.labels().toString().contains("\"" + reason + "\""))
        .mapToLong(point -> (long) point.value())
        .sum();
  }

  @Test
  void theTokenPassesAsBearerAndAsPasswordOfAnybody() {
    assertThat(rawStatus(bearer(TOKEN))).isEqualTo("HTTP/1.1 200 OK");
    assertThat(rawStatus(bearer(TOKEN).replace("Bearer ", "bearer   ")))
        .isEqualTo("HTTP/1.1 200 OK");
    assertThat(withAuthorization(basic("admin:" + TOKEN)).body()).isEqualTo("page");
    assertThat(withAuthorization(basic(":" + TOKEN)).statusCode()).isEqualTo(200);
    assertThat(withAuthorization(basic("商家:" + TOKEN).replace("Basic", "BASIC")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void withoutATokenTheBrowserIsAskedForOne() {
    HttpResponse<String> refused = client.get("/");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().allValues("www-authenticate"))
        .containsExactly("Basic realm=\"Mallwatch\", charset=\"UTF-8\"");
    assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(refused.body())
        .startsWith("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,");
    assertThat(served).hasValue(0);
    assertThat(refused("root", "unauthorized")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer wrong",
        "Bearer s3cret",
        "Bearer",
        "Bearer ",
        "Basic ",
        "Basic !!!",
        "Basic Og==",
        "Basic YWRtaW4=",
        "ApiKey czNjcmV0",
        "s3cret"
      })
  void whatIsNotTheTokenIsRefused(String authorization) {
    assertThat(rawStatus(authorization)).isEqualTo("HTTP/1.1 401 Unauthorized");
    assertThat(served).hasValue(0);
  }

  @Test
  void theTokenAsUserNameIsNoPassword() {
    assertThat(withAuthorization(basic("s3cret-商城:")).statusCode()).isEqualTo(401);
    assertThat(withAuthorization(basic(TOKEN)).statusCode()).isEqualTo(401);
  }

  @Test
  void nobodyLearnsWhatStandsBehindTheDoors() {
    assertThat(client.get("/nothing").statusCode()).isEqualTo(401);
    assertThat(client.send(client.request("/").DELETE().build()).statusCode()).isEqualTo(401);
    HttpResponse<String> write = client.post("/write", "text/plain", "x".repeat(10_000));
    assertThat(write.statusCode()).isEqualTo(401);
    assertThat(write.headers().firstValue("allow")).isEmpty();
    assertThat(served).hasValue(0);
  }

  @Test
  void healthChecksNeedNoToken() {
    assertThat(client.get("/health").body()).isEqualTo("well");
    assertThat(client.get("/health/redis", "authorization", "Bearer wrong").body())
        .isEqualTo("redis is well");
    assertThat(client.get("/probed/-/healthy").body()).isEqualTo("healthy");
    assertThat(client.get("/probed/-/ready").body()).isEqualTo("ready");
    assertThat(client.get("/probed/-/reload").statusCode()).isEqualTo(401);
    assertThat(client.post("/health", "text/plain", "x").statusCode()).isEqualTo(401);
  }

  @Test
  void anIndexThatIsCalledHealthIsNoHealthCheck() {
    for (String path :
        List.of("/health", "/health/_search", "/_cluster/health", "/health/_doc/1", "/")) {
      assertThat(client.get("/elasticsearch" + path).statusCode()).as(path).isEqualTo(401);
      HttpResponse<String> atTheRoot = atStandardPort(path);
      assertThat(atTheRoot.statusCode()).as(path).isEqualTo(401);
      assertThat(atTheRoot.headers().firstValue("www-authenticate")).isPresent();
    }
  }

  private HttpResponse<String> atStandardPort(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + standardPort + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build());
  }

  @Test
  void aStandardPortWantsTheTokenToo() {
    HttpResponse<String> refused = atStandardPort("/_cluster/health");
    assertThat(refused.headers().firstValue("x-elastic-product")).hasValue("Elasticsearch");
    assertThat(refused.body())
        .contains("\"type\":\"security_exception\"")
        .endsWith("\"status\":401}");
    assertThat(
            atStandardPort("/_cluster/health", "authorization", basic("elastic:" + TOKEN))
                .statusCode())
        .isEqualTo(200);
  }

  private HttpHeaders grpc(String... authorization) {
    RequestHeadersBuilder headers =
        RequestHeaders.builder(HttpMethod.POST, TRACE_SERVICE)
            .add("content-type", "application/grpc")
            .add("te", "trailers");
    for (String value : authorization) {
      headers.add("authorization", value);
    }
    var answer =
        WebClient.of("h2c://127.0.0.1:" + client.doors().port())
            .execute(headers.build(), HttpData.wrap(new byte[5]))
            .aggregate()
            .join();
    return answer.trailers().isEmpty() ? answer.headers() : answer.trailers();
  }

  @Test
  void grpcIsToldThatItIsUnauthenticated() {
    HttpHeaders refused = grpc();
    assertThat(refused.get(":status")).isEqualTo("200");
    assertThat(refused.get("grpc-status")).isEqualTo("16");
    assertThat(refused.get("grpc-message")).contains("a token is required");
    assertThat(refused.contains("www-authenticate")).isFalse();
    assertThat(served).hasValue(0);
    assertThat(grpc(basic("collector:" + TOKEN)).get("grpc-status")).isEqualTo("0");
    assertThat(served).hasValue(1);
    assertThat(refused("otlp", "unauthorized")).isEqualTo(1);
  }

  @Test
  void whoGuessesIsShutOutForAWhile() {
    for (int i = 0; i < 20; i++) {
      assertThat(withAuthorization("Bearer guess-" + i).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> limited = withAuthorization("Bearer guess-20");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValueAsLong("retry-after").orElseThrow()).isBetween(1L, 60L);
    assertThat(limited.headers().firstValue("www-authenticate")).isEmpty();
    assertThat(withAuthorization(basic("admin:" + TOKEN)).statusCode())
        .as("else the answer would tell that the guess was right")
        .isEqualTo(429);
    assertThat(grpc("Bearer guess-21").get("grpc-status")).isEqualTo("8");
    assertThat(client.get("/").statusCode()).isEqualTo(401);
    assertThat(client.get("/health").statusCode()).isEqualTo(200);
    assertThat(refused("root", "guessing")).isEqualTo(2);
  }

  @Test
  void foreignNamesAndPagesAreRefusedBeforeAnybodyIsAskedForAToken() {
    String answer = client.raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 403").doesNotContainIgnoringCase("www-authenticate");
    byte[] body = {1};
    HttpResponse<String> page =
        client.post("/write", "text/plain", body, "origin", "https://evil.example");
    assertThat(page.statusCode()).isEqualTo(403);
  }

  @Test
  void preflightsBringNoTokenAndNeedNone() {
    HttpResponse<String> preflight =
        client.send(
            client
                .request("/write")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("origin", "https://shop.example")
                .header("access-control-request-method", "POST")
                .build());
    assertThat(preflight.statusCode()).isEqualTo(204);
    byte[] body = {1};
    assertThat(
            client
                .post("/write", "text/plain", body, "origin", "https://shop.example")
                .statusCode())
        .isEqualTo(401);
  }
}
