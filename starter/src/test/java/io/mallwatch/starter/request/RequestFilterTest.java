package io.mallwatch.starter.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mallwatch.starter.Await;
import io.mallwatch.starter.TestShop;
import io.mallwatch.starter.business.ActiveUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestFilterTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private ConfigurableApplicationContext shop;
  private Path log;

  @BeforeAll
  void start(@TempDir Path folder) {
    log = folder.resolve("shop.log");
    shop =
        TestShop.start("requests", "--mallwatch.log.file=" + log, "--mallwatch.request.slow=0ms");
  }

  @AfterAll
  void stop() {
    shop.close();
  }

  private HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  private HttpResponse<String> send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(TestShop.address(shop) + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private String metricsPage() {
    return get("/metrics").body();
  }

  private void awaitMetric(String sample) {
    Await.until(() -> assertThat(metricsPage()).contains(sample));
  }

  private List<JsonNode> lines(String requestId) {
    try {
      return Files.readAllLines(log).stream()
          .map(this::parsed)
          .filter(line -> line.path("requestId").asText().equals(requestId))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private JsonNode parsed(String line) {
    try {
      return json.readTree(line);
    } catch (IOException bad) {
      throw new UncheckedIOException(line, bad);
    }
  }

  @Test
  void theRequestIdIsTakenEchoedAndLogged() {
    HttpResponse<String> reply = get("/orders/17?token=secret", "x-request-id", "my-request.1");

    assertThat(reply.headers().firstValue("x-request-id")).contains("my-request.1");
    List<JsonNode> lines =
        Await.until(() -> {
          List<JsonNode> found = lines("my-request.1");
          assertThat(found).hasSizeGreaterThanOrEqualTo(4);
          return found;
        });
    JsonNode started = lines.get(0);
    assertThat(started.path("message").asText()).isEqualTo("API request started");
    assertThat(started.path("service").asText()).isEqualTo("test-shop");
    assertThat(started.path("data").path("method").asText()).isEqualTo("GET");
    assertThat(started.path("data").path("url").asText()).isEqualTo("/orders/17?token=***");
    assertThat(started.path("data").path("userAgent").asText()).contains("Java-http-client");
    assertThat(started.path("data").path("ip").asText()).isEqualTo("127.0.0.1");
    assertThat(lines.get(1).path("message").asText()).isEqualTo("order looked at");
    assertThat(lines.get(1).path("category").asText()).isEqualTo("test");
    assertThat(lines.get(1).path("userId").asText()).isEqualTo("user-17");
    JsonNode completed = lines.get(2);
    assertThat(completed.path("message").asText()).isEqualTo("API request completed");
    assertThat(completed.path("userId").asText()).isEqualTo("user-17");
    assertThat(completed.path("data").path("statusCode").asInt()).isEqualTo(200);
    assertThat(completed.path("duration").isIntegralNumber()).isTrue();
    assertThat(lines.get(3).path("level").asText()).isEqualTo("warn");
    assertThat(lines.get(3).path("message").asText()).isEqualTo("Slow API request");
    assertThat(lines.get(3).path("data").path("route").asText()).isEqualTo("/orders/{id}");
  }

  @Test
  void aForgedRequestIdIsReplaced() {
    HttpResponse<String> reply = get("/orders/1", "x-request-id", "a b");

    assertThat(reply.headers().firstValue("x-request-id").orElseThrow()).matches("[0-9a-f-]{36}");
  }

  @Test
  void requestsCountUnderTheirRouteNotTheirPath() {
    get("/orders/4711");

    awaitMetric("http_requests_total{method=\"GET\",route=\"/orders/{id}\",status=\"200\"}");
    assertThat(metricsPage())
        .contains(
            "http_request_duration_seconds_bucket{method=\"GET\",route=\"/orders/{id}\",le=\"0.005\"}")
        .contains("route=\"/orders/{id}\",le=\"10.0\"}")
        .doesNotContain("4711");
  }

  @Test
  void requestsWithoutARouteOrWithAStrangeMethodHaveBoundedLabels() {
    get("/no/such/page/99");
    send("BREW", "/orders/1");

    awaitMetric("http_requests_total{method=\"GET\",route=\"UNKNOWN\",status=\"404\"}");
    awaitMetric("http_requests_total{method=\"OTHER\"");
    assertThat(metricsPage()).doesNotContain("/no/such").doesNotContain("BREW");
  }

  @Test
  void exceptionsCountAsStatus500() {
    assertThat(get("/broken").statusCode()).isEqualTo(500);

    awaitMetric("http_requests_total{method=\"GET\",route=\"/broken\",status=\"500\"} 1.0");
  }

  @Test
  void asynchronousRequestsAreMeasuredOnceAtTheirEnd() {
    assertThat(get("/later").body()).isEqualTo("done");

    awaitMetric("http_requests_total{method=\"GET\",route=\"/later\",status=\"200\"} 1.0");
  }

  @Test
  void aClientThatGoesAwayIsCountedAs499() throws IOException {
    URI address = URI.create(TestShop.address(shop));
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isPositive();
      socket.setSoLinger(true, 0); // a reset, as when a phone loses its network
    }
    shop.getBean(CountDownLatch.class).countDown();

    awaitMetric("http_requests_total{method=\"GET\",route=\"/flood\",status=\"499\"} 1.0");
  }

  @Test
  void usersWhoAreKnownCountAsActive() {
    get("/orders/501");
    get("/orders/502");

    Await.until(
        () -> assertThat(shop.getBean(ActiveUsers.class).count()).isGreaterThanOrEqualTo(2));
    assertThat(metricsPage()).containsPattern("user_active_total [1-9]");
  }

  @Test
  void theRequestIdTravelsToOtherServices() {
    assertThat(get("/forwarded", "x-request-id", "traveller").body()).startsWith("traveller ");
  }

  @Test
  void theMetricsPageItselfIsNeitherCountedNorLogged() {
    metricsPage();

    assertThat(metricsPage()).doesNotContain("route=\"/metrics\"");
  }
}
