package io.mallwatch.starter.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mallwatch.starter.Await;
import io.mallwatch.starter.TestShop;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportTest {
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<LogRecord> logs = new CopyOnWriteArrayList<>();
  private final List<Resource> resources = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer mallwatch;
  private ConfigurableApplicationContext shop;

  @BeforeAll
  void start() throws IOException {
    mallwatch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    mallwatch.createContext("/v1/traces", this::takeSpans);
    mallwatch.createContext("/v1/logs", this::takeLogs);
    mallwatch.start();
    shop =
        TestShop.start(
            "export", "--mallwatch.url=http://127.0.0.1:" + mallwatch.getAddress().getPort() + "/");
  }

  @AfterAll
  void stop() {
    shop.close();
    mallwatch.stop(0);
  }

  private void takeSpans(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest.parseFrom(body(exchange))
        .getResourceSpansList()
        .forEach(resource -> {
          resources.add(resource.getResource());
          resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
        });
    answer(exchange);
  }

  private void takeLogs(HttpExchange exchange) throws IOException {
    ExportLogsServiceRequest.parseFrom(body(exchange))
        .getResourceLogsList()
        .forEach(resource ->
            resource.getScopeLogsList().forEach(scope -> logs.addAll(scope.getLogRecordsList())));
    answer(exchange);
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding"));
    try (InputStream in =
        zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      return in.readAllBytes();
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private String get(String path, String requestId) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(TestShop.address(shop) + path))
            .header("x-request-id", requestId)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Span serverSpan(String requestId) {
    return Await.until(() ->
        spans.stream()
            .filter(span -> requestId.equals(attribute(span.getAttributesList(), "request.id")))
            .findFirst()
            .orElseThrow());
  }

  private static String attribute(List<KeyValue> attributes, String key) {
    Optional<KeyValue> found =
        attributes.stream().filter(attribute -> attribute.getKey().equals(key)).findFirst();
    return found.map(attribute -> attribute.getValue().getStringValue()).orElse("");
  }

  @Test
  void aRequestIsATraceOfItsServerAndDatabaseSpans() {
    get("/orders/9", "trace-me");

    Span server = serverSpan("trace-me");
    assertThat(server.getName()).isEqualTo("GET /orders/{id}");
    assertThat(server.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(attribute(server.getAttributesList(), "http.route")).isEqualTo("/orders/{id}");
    Span query =
        Await.until(() ->
            spans.stream()
                .filter(span -> span.getParentSpanId().equals(server.getSpanId()))
                .findFirst()
                .orElseThrow());
    assertThat(query.getTraceId()).isEqualTo(server.getTraceId());
    assertThat(query.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(attribute(query.getAttributesList(), "db.system.name")).isEqualTo("h2database");
    assertThat(attribute(query.getAttributesList(), "db.query.text")).isEqualTo("SELECT ? || ?");
    assertThat(resources)
        .anySatisfy(resource ->
            assertThat(attribute(resource.getAttributesList(), "service.name"))
                .isEqualTo("test-shop"));
  }

  @Test
  void logLinesCarryTheIdsOfTheirRequestAndTrace() {
    get("/orders/10", "log-me");

    Span server = serverSpan("log-me");
    LogRecord line =
        Await.until(() ->
            logs.stream()
                .filter(record -> record.getBody().getStringValue().equals("order looked at"))
                .filter(record -> record.getTraceId().equals(server.getTraceId()))
                .findFirst()
                .orElseThrow());
    assertThat(attribute(line.getAttributesList(), "requestId")).isEqualTo("log-me");
    assertThat(attribute(line.getAttributesList(), "userId")).isEqualTo("user-10");
    assertThat(attribute(line.getAttributesList(), "category")).isEqualTo("test");
    assertThat(line.getSeverityText()).isEqualTo("info");
    assertThat(line.getSpanId()).isEqualTo(server.getSpanId());
    LogRecord completed =
        Await.until(() ->
            logs.stream()
                .filter(record ->
                    record.getBody().getStringValue().equals("API request completed")
                        && record.getTraceId().equals(server.getTraceId()))
                .findFirst()
                .orElseThrow());
    assertThat(completed.getAttributesList())
        .anySatisfy(attribute -> {
          assertThat(attribute.getKey()).isEqualTo("data.statusCode");
          assertThat(attribute.getValue().getIntValue()).isEqualTo(200);
        });
  }

  @Test
  void failuresMarkTheirSpanAndKeepTheirException() {
    get("/broken", "break-me");

    Span server = serverSpan("break-me");
    assertThat(server.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    LogRecord line =
        Await.until(() ->
            logs.stream()
                .filter(record -> record.getSeverityText().equals("error"))
                .filter(record ->
                    attribute(record.getAttributesList(), "exception.message")
                        .contains("out of tea"))
                .findFirst()
                .orElseThrow());
    assertThat(attribute(line.getAttributesList(), "exception.type"))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(attribute(line.getAttributesList(), "exception.stacktrace"))
        .contains("TestShop$Counter.broken");
  }

  @Test
  void callsToOtherServicesAreClientSpansThatPropagate() {
    String echoed = get("/forwarded", "call-me");

    Span server =
        Await.until(() ->
            spans.stream()
                .filter(span -> span.getName().equals("GET /forwarded"))
                .findFirst()
                .orElseThrow());
    Span client =
        Await.until(() ->
            spans.stream()
                .filter(span -> span.getParentSpanId().equals(server.getSpanId()))
                .findFirst()
                .orElseThrow());
    assertThat(client.getName()).isEqualTo("GET 127.0.0.1");
    assertThat(client.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(attribute(client.getAttributesList(), "peer.service")).isEqualTo("127.0.0.1");
    assertThat(echoed).contains("00-" + hex(server.getTraceId()) + "-" + hex(client.getSpanId()));
    Await.until(() ->
        assertThat(spans)
            .anySatisfy(span -> {
              assertThat(span.getName()).isEqualTo("GET /echo");
              assertThat(span.getParentSpanId()).isEqualTo(client.getSpanId());
            }));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Test
  void exemplarsLeadFromHistogramsToTraces() throws Exception {
    get("/orders/11", "exemplify-me");
    String trace = hex(serverSpan("exemplify-me").getTraceId());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(TestShop.address(shop) + "/metrics"))
            .header("accept", "application/openmetrics-text;version=1.0.0")
            .build();

    HttpResponse<String> page = http.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(page.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(page.body()).contains("trace_id=").endsWith("# EOF\n");
    assertThat(page.body().lines().filter(line -> line.contains(" # {")))
        .isNotEmpty()
        .allMatch(line -> line.contains("_bucket{") || line.contains("_total"));
    assertThat(page.body()).contains("db_connections_total").contains("user_active_total");
    assertThat(trace).hasSize(32);
  }

  @Test
  void whatIsSentIsCounted() {
    get("/orders/12", "count-me");
    serverSpan("count-me");

    Await.until(() ->
        assertThat(metrics())
            .containsPattern(
                "mallwatch_export_records_total\\{outcome=\"sent\",signal=\"traces\"\\} [1-9]")
            .containsPattern(
                "mallwatch_export_records_total\\{outcome=\"sent\",signal=\"logs\"\\} [1-9]"));
  }

  private String metrics() {
    return get("/metrics", "metrics");
  }
}
