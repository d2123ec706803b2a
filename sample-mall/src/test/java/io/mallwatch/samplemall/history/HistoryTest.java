package io.mallwatch.samplemall.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mallwatch.samplemall.TestMall;
import io.mallwatch.samplemall.traffic.Action;
import io.mallwatch.samplemall.traffic.TrafficShape;
import io.mallwatch.starter.business.BusinessMetrics;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class HistoryTest {
  private static final Instant END = Instant.parse("2025-11-18T04:03:00Z");
  private static final Instant LAST = Instant.parse("2025-11-18T04:00:00Z");
  private static final TrafficShape SHAPE = new TrafficShape(8);

  private final List<Metric> metrics = new CopyOnWriteArrayList<>();
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<String> bulk = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final ObjectMapper json = new ObjectMapper();
  private HttpServer mallwatch;
  private URI url;
  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    mallwatch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    mallwatch.createContext("/", this::take);
    mallwatch.start();
    url = URI.create("http://127.0.0.1:" + mallwatch.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    mallwatch.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (refusals.getAndDecrement() > 0) {
      answer(exchange, 503, "");
      return;
    }
    switch (exchange.getRequestURI().getPath()) {
      case "/v1/metrics" ->
          ExportMetricsServiceRequest.parseFrom(body)
              .getResourceMetricsList()
              .forEach(resource ->
                  resource
                      .getScopeMetricsList()
                      .forEach(scope -> metrics.addAll(scope.getMetricsList())));
      case "/v1/traces" ->
          ExportTraceServiceRequest.parseFrom(body)
              .getResourceSpansList()
              .forEach(resource ->
                  resource
                      .getScopeSpansList()
                      .forEach(scope -> spans.addAll(scope.getSpansList())));
      case "/elasticsearch/_bulk" ->
          bulk.addAll(new String(body, StandardCharsets.UTF_8).lines().toList());
      default -> {
        answer(exchange, 404, "");
        return;
      }
    }
    answer(exchange, 200, "{\"errors\":false}");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, Long> members() {
    return Map.of("normal", 12_000L, "vip", 4_000L);
  }

  private History history(int days) {
    return new History(days, END, SHAPE, folder, json);
  }

  /// The points of each series in the order of their arrival.
  private Map<String, List<NumberDataPoint>> series() {
    return series(0);
  }

  /// Those with these flags.
  private Map<String, List<NumberDataPoint>> series(int flags) {
    Map<String, List<NumberDataPoint>> series = new HashMap<>();
    for (Metric metric : metrics) {
      List<NumberDataPoint> points =
          metric.hasSum()
              ? metric.getSum().getDataPointsList()
              : metric.getGauge().getDataPointsList();
      for (NumberDataPoint point : points) {
        if (point.getFlags() != flags) {
          continue;
        }
        var name = new StringBuilder(metric.getName());
        for (KeyValue label : point.getAttributesList()) {
          if (!label.getKey().equals("demo")) {
            name.append(' ').append(label.getValue().getStringValue());
          }
        }
        series.computeIfAbsent(name.toString(), unknown -> new ArrayList<>()).add(point);
      }
    }
    return series;
  }

  @Test
  void countersGrowFromZeroWithOnePointEveryFiveMinutes() throws Exception {
    assertThat(history(3).send(url, HistoryTest::members)).startsWith("Sent 3 days of past");

    Map<String, List<NumberDataPoint>> series = series();
    assertThat(series)
        .containsKeys(
            "transaction_attempts_total",
            "transaction_amount_total",
            "user_registration_total",
            "user_logins_total success",
            "points_transfer_amount_total",
            "user_active_total",
            "user_level_total vip");
    long begin = nanos(LAST.minus(Duration.ofDays(3)));
    for (Metric metric : metrics) {
      if (metric.hasSum()) {
        assertThat(metric.getSum().getIsMonotonic()).isTrue();
        assertThat(metric.getSum().getAggregationTemporality())
            .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
      }
    }
    series.forEach((name, points) -> {
      assertThat(points).as(name).hasSize(3 * 288);
      for (int i = 0; i < points.size(); i++) {
        NumberDataPoint point = points.get(i);
        assertThat(point.getTimeUnixNano()).isEqualTo(begin + (i + 1) * 300_000_000_000L);
        assertThat(point.getAttributesList())
            .anyMatch(label ->
                label.getKey().equals("demo")
                    && label.getValue().getStringValue().equals("history"));
        if (point.getStartTimeUnixNano() != 0 && i > 0) {
          assertThat(point.getAsDouble()).isGreaterThanOrEqualTo(points.get(i - 1).getAsDouble());
        }
      }
    });
  }

  @Test
  void gaugesEndAMomentAfterThePastSoThatNobodyIsCountedTwice() throws Exception {
    history(1).send(url, HistoryTest::members);

    Map<String, List<NumberDataPoint>> ends =
        series(DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE);
    assertThat(ends)
        .containsOnlyKeys("user_active_total", "user_level_total normal", "user_level_total vip");
    ends.forEach((name, points) ->
        assertThat(points)
            .as(name)
            .singleElement()
            .extracting(NumberDataPoint::getTimeUnixNano)
            .isEqualTo(nanos(LAST) + 1_000_000));
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L;
  }

  @Test
  void theAmplitudeIsThatOfTheLiveTraffic() throws Exception {
    history(7).send(url, HistoryTest::members);
    double expected = 0;
    for (Instant at = LAST.minus(Duration.ofDays(7)); at.isBefore(LAST); at = at.plus(Past.STEP)) {
      expected +=
          (SHAPE.perMinute(Action.ORDER, at) + SHAPE.perMinute(Action.UPGRADE, at))
              * Past.STEP.toMinutes();
    }

    List<NumberDataPoint> attempts = series().getOrDefault("transaction_attempts_total", List.of());
    List<NumberDataPoint> successes = series().getOrDefault("transaction_success_total", List.of());

    double attempted = attempts.get(attempts.size() - 1).getAsDouble();
    double succeeded = successes.get(successes.size() - 1).getAsDouble();
    assertThat(attempted / expected).isBetween(0.95, 1.05);
    assertThat(succeeded / attempted).isBetween(0.98, 0.995);
    assertThat(series().getOrDefault("user_level_total vip", List.of()))
        .last()
        .satisfies(point -> assertThat(point.getAsDouble()).isEqualTo(4000));
  }

  @Test
  void aFewHundredLinesADayGoToTheIndexOfTheirDay() throws Exception {
    history(2).send(url, HistoryTest::members);

    assertThat(bulk.size() / 2 / 2).isBetween(200, 700);
    for (int i = 0; i < bulk.size(); i += 2) {
      JsonNode action = json.readTree(bulk.get(i));
      JsonNode line = json.readTree(bulk.get(i + 1));
      String day = line.path("timestamp").asText().substring(0, 10).replace('-', '.');
      assertThat(action.path("create").path("_index").asText())
          .isEqualTo("zhongdao-mall-logs-" + day);
      assertThat(line.path("tags").get(0).asText()).isEqualTo("demo");
      assertThat(line.path("service").asText()).isEqualTo("sample-mall");
      assertThat(line.path("message").asText()).isNotEmpty();
    }
    assertThat(bulk).anyMatch(line -> line.contains("\"category\":\"business_transaction\""));
    assertThat(bulk).anyMatch(line -> line.contains("\"category\":\"user_activity\""));
  }

  @Test
  void tracesAreWholeAndOfTheLastDaysOnly() throws Exception {
    history(5).send(url, HistoryTest::members);

    assertThat(spans).isNotEmpty();
    assertThat(spans)
        .allMatch(span -> span.getStartTimeUnixNano() >= nanos(LAST.minus(Duration.ofDays(3))));
    assertThat(spans)
        .filteredOn(span -> span.getParentSpanId().isEmpty())
        .allSatisfy(root ->
            assertThat(spans)
                .filteredOn(span -> span.getParentSpanId().equals(root.getSpanId()))
                .hasSize(3)
                .allMatch(span ->
                    span.getTraceId().equals(root.getTraceId())
                        && span.getEndTimeUnixNano() <= root.getEndTimeUnixNano()));
  }

  @Test
  void theSamePastIsNotSentTwice() throws Exception {
    history(1).send(url, HistoryTest::members);
    int sent = requests.get();

    assertThat(history(1).send(url, HistoryTest::members)).contains("sent before");
    assertThat(requests).hasValue(sent);
  }

  @Test
  void aBusyMallwatchIsTriedAgain() throws Exception {
    refusals.set(2);

    assertThat(history(1).send(url, HistoryTest::members)).startsWith("Sent");
    assertThat(series().getOrDefault("transaction_attempts_total", List.of())).hasSize(288);
  }

  @Test
  void anAbsentMallwatchIsOneClearLine() throws Exception {
    mallwatch.stop(0);
    var doors = new Doors(HttpClient.newHttpClient(), url, Duration.ofMillis(1));

    assertThat(catchThrowable(() -> doors.postProtobuf("/v1/metrics", new byte[0])))
        .isInstanceOf(MallwatchUnreachable.class)
        .hasMessageContaining("Mallwatch at " + url + " did not take /v1/metrics")
        .hasMessageContaining("ConnectException");
  }

  @Test
  void theDatabaseGetsTheOrdersOnce(@TempDir Path mallFolder) {
    long first;
    try (TestMall mall =
        TestMall.open(mallFolder, "--mall.history-days=2", "--mall.mallwatch-url=" + url)) {
      first = orders(mall);
      assertThat(first).isGreaterThan(500);
      assertThat(requests.get()).isPositive();
    }
    int sent = requests.get();
    try (TestMall mall =
        TestMall.open(
            mallFolder,
            "--mall.history-days=2",
            "--mall.mallwatch-url=" + url,
            "--mallwatch.log.export=false",
            "--mallwatch.trace.enabled=false")) {
      assertThat(orders(mall)).isEqualTo(first);
      assertThat(levels(mall)).isGreaterThan(15_000);
    }
    assertThat(requests.get()).isGreaterThanOrEqualTo(sent);
  }

  private static long orders(TestMall mall) {
    return mall.bean(JdbcClient.class)
        .sql("SELECT COUNT(*) FROM purchase_orders")
        .query(Long.class)
        .single();
  }

  private static long levels(TestMall mall) {
    return mall.bean(JdbcClient.class)
        .sql("SELECT COUNT(*) FROM users WHERE level IN (?, ?, ?)")
        .params(BusinessMetrics.LEVELS.subList(0, 3))
        .query(Long.class)
        .single();
  }
}
