package io.mallwatch.doors.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.doors.prometheus.FakeQueries;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.Labels;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Golden;
import io.mallwatch.traces.TraceQuery;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JaegerDoorTest {

  private final FakeTraces traces = new FakeTraces();
  private final FakeQueries queries = new FakeQueries();
  private final Client client =
      Client.of(
          new JaegerDoor(traces, queries, FakeClock.mondayMorning()),
          new TestDoor("root", "", List.of()));

  @AfterEach
  void close() {
    client.close();
  }

  private String ok(String path) {
    HttpResponse<String> answer = client.get("/jaeger" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(Json.tree(answer.body().getBytes(StandardCharsets.UTF_8))).isNotNull();
    return answer.body();
  }

  private static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void bothGenerationsHaveTheirShapes() {
    Golden.assertText(
        "jaeger/shapes.golden",
        String.join(
            "\n",
            ok("/api/services"),
            ok("/api/services/sample-mall/operations"),
            ok("/api/operations?service=sample-mall"),
            ok("/api/operations?service=sample-mall&spanKind=client"),
            ok("/api/traces?service=sample-mall"),
            ok("/api/traces/" + FakeTraces.ORDER),
            ok("/api/traces/a3ce929d0e0e4736"),
            ok("/api/traces?traceID=" + FakeTraces.ORDER + "&traceID=1&service=x"),
            ok("/api/dependencies?endTs=1793584800000&lookback=3600000"),
            ok("/api/dependencies?service=gateway"),
            ok("/api/v3/services"),
            ok("/api/v3/operations?service=sample-mall"),
            ok("/api/v3/trace-summaries?" + v3Range()),
            ok("/api/v3/trace-summaries?query.service_name=nobody&" + v3Range()),
            ok("/api/v3/traces/" + FakeTraces.ORDER)));
    assertThat(traces.ranges.getFirst())
        .isEqualTo(
            new TimeRange(
                Instant.ofEpochMilli(1793581200000L), Instant.ofEpochMilli(1793584800000L)));
  }

  private static String v3Range() {
    return "query.start_time_min=2026-11-02T00:00:00Z"
        + "&query.start_time_max=2026-11-02T03:00:00.000000001Z";
  }

  @Test
  void v1SearchesWithAllParameters() {
    ok(
        "/api/traces?service=sample-mall&operation="
            + enc("POST /orders")
            + "&start=1793584800000001&end=1793588400000000&minDuration=1.5ms&maxDuration=1m30s"
            + "&limit=7&lookback=1h&tag=error:true&tags="
            + enc("{\"http.url\":\"http://a:80/\",\"n\":1}"));
    TraceQuery query = traces.asked.getFirst();
    assertThat(query.service()).isEqualTo("sample-mall");
    assertThat(query.operation()).isEqualTo("POST /orders");
    assertThat(query.range())
        .isEqualTo(
            new TimeRange(
                Instant.parse("2026-11-02T02:00:00.000001Z"),
                Instant.parse("2026-11-02T03:00:00.000001Z")));
    assertThat(query.minDuration()).isEqualTo(Duration.ofNanos(1_500_000));
    assertThat(query.maxDuration()).isEqualTo(Duration.ofSeconds(90));
    assertThat(query.limit()).isEqualTo(7);
    assertThat(query.attributes())
        .isEqualTo(Map.of("error", "true", "http.url", "http://a:80/", "n", "1"));
  }

  @Test
  void v1SearchesTheLastTwoDaysByDefault() {
    ok("/api/traces?service=sample-mall");
    assertThat(traces.asked.getFirst().range())
        .isEqualTo(
            new TimeRange(
                Instant.parse("2026-10-31T02:00:00Z"),
                Instant.parse("2026-11-02T02:00:00.000001Z")));
    assertThat(traces.asked.getFirst().limit()).isEqualTo(100);
  }

  @Test
  void v3SearchesWithBothSpellings() {
    ok(
        "/api/v3/trace-summaries?query.service_name=a&query.operation_name=b&query.num_traces=5"
            + "&query.duration_min=100us&query.duration_max=2s&query.attributes="
            + enc("{\"error\":\"true\"}")
            + "&"
            + v3Range());
    ok(
        "/api/v3/trace-summaries?query.serviceName=a&query.operationName=b&query.searchDepth=5"
            + "&query.durationMin=100us&query.durationMax=2s&query.attributes="
            + enc("{\"error\":\"true\"}")
            + "&query.startTimeMin=2026-11-02T00:00:00Z"
            + "&query.startTimeMax=2026-11-02T11:00:00.000000001%2B08:00");
    TraceQuery snake = traces.asked.getFirst();
    TraceQuery camel = traces.asked.getLast();
    assertThat(snake.service()).isEqualTo("a").isEqualTo(camel.service());
    assertThat(snake.operation()).isEqualTo("b").isEqualTo(camel.operation());
    assertThat(snake.limit()).isEqualTo(5).isEqualTo(camel.limit());
    assertThat(snake.minDuration()).isEqualTo(Duration.ofNanos(100_000));
    assertThat(camel.maxDuration()).isEqualTo(Duration.ofSeconds(2));
    assertThat(snake.attributes()).isEqualTo(Map.of("error", "true")).isEqualTo(camel.attributes());
    assertThat(snake.range()).isEqualTo(camel.range());
  }

  @Test
  void badRequestsAreToldInTheShapeOfTheirGeneration() {
    StringBuilder told = new StringBuilder();
    for (String path :
        List.of(
            "/api/operations",
            "/api/traces?service=a&start=soon",
            "/api/traces?service=a&start=10&end=5",
            "/api/traces?service=a&minDuration=10",
            "/api/traces?service=a&minDuration=2s&maxDuration=1s",
            "/api/traces?service=a&tag=error",
            "/api/traces?service=a&tags=" + enc("[1]"),
            "/api/traces?service=a&tags=" + enc("{"),
            "/api/traces?service=a&limit=0",
            "/api/traces?service=a&limit=1501",
            "/api/traces/xyz",
            "/api/traces/1",
            "/api/dependencies?endTs=x",
            "/api/nothing",
            "/api/v3/trace-summaries",
            "/api/v3/trace-summaries?query.startTimeMin=1&query.startTimeMax=2",
            "/api/v3/operations",
            "/api/v3/traces/1",
            "/api/v3/traces/" + "0".repeat(33))) {
      HttpResponse<String> answer = client.get("/jaeger" + path);
      told.append(path).append('\n').append(answer.statusCode()).append(' ');
      told.append(answer.body()).append('\n');
    }
    Golden.assertText("jaeger/errors.golden", told.toString());
  }

  @Test
  void theMonitorTabIsFedFromTheRedMetrics() {
    queries.answer =
        FakeQueries.answer(
            new QueryResult.Matrix(
                List.of(
                    new QueryResult.SeriesPoints(
                        Labels.of("service_name", "mall", "span_name", "GET /"),
                        new long[] {1_793_584_800_000L},
                        new double[] {1.5}))));

    String calls =
        ok(
            "/api/metrics/calls?service=a%2Cservice%3Db.c&groupByOperation=true&endTs=1793584800000"
                + "&lookback=60000&step=15000&ratePer=120000&spanKind=server&spanKind=client");
    ok("/api/metrics/latencies?service=mall&quantile=0.95");
    ok("/api/metrics/errors?service=mall");

    assertThat(calls)
        .isEqualTo(
            "{\"name\":\"service_operation_call_rate\",\"type\":\"GAUGE\",\"help\":\"calls/sec,"
                + " grouped by service &"
                + " operation\",\"metrics\":[{\"labels\":[{\"name\":\"operation\",\"value\":\"GET"
                + " /\"},{\"name\":\"service_name\",\"value\":\"mall\"}],\"metricPoints\":[{"
                + "\"gaugeValue\":{\"doubleValue\":1.5},\"timestamp\":\"2026-11-02T02:00:00Z\"}]}]}");
    assertThat(queries.asked.getFirst())
        .contains("service_name=~\"a|b\\\\.c\",span_kind=~\"SPAN_KIND_SERVER|SPAN_KIND_CLIENT\"")
        .contains("[120000ms]")
        .contains("each PT15S");
    assertThat(queries.asked.get(1)).contains("histogram_quantile(0.95,");
    assertThat(queries.asked.get(2)).contains("STATUS_CODE_ERROR").contains(" or 0 * ");
    assertThat(ok("/api/metrics/minstep")).contains("\"data\":1");
    for (String bad :
        List.of(
            "calls",
            "latencies?service=a",
            "calls?service=a&spanKind=x",
            "calls?service=a&step=0")) {
      assertThat(client.get("/jaeger/api/metrics/" + bad).statusCode()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void aTraceIsArchivedOnRequest() {
    assertThat(client.post("/jaeger/api/archive/" + FakeTraces.ORDER, "", "").statusCode())
        .isEqualTo(200);
    assertThat(traces.archived).containsExactly(FakeTraces.ORDER);
    assertThat(client.post("/jaeger/api/archive/1", "", "").statusCode()).isEqualTo(404);
  }

  @Test
  void otlpJsonIsTurnedIntoTheJsonOfTheUi() {
    HttpResponse<String> answer =
        client.post(
            "/jaeger/api/transform",
            "application/json",
            """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name",
            "value":{"stringValue":"mall"}}]},"scopeSpans":[{"spans":[{
            "traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","name":"pay",
            "startTimeUnixNano":"1000000","endTimeUnixNano":"3000000"}]}]}]}
            """);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"operationName\":\"pay\"").contains("\"duration\":2000");
  }

  @Test
  void aTraceThatIsTooLargeSaysThatThereIsMore() {
    assertThat(client.get("/jaeger/api/traces/" + FakeTraces.CUT).body())
        .contains("\"warnings\":[\"the trace has more spans than the first 1\"]");
    assertThat(client.get("/jaeger/api/traces/" + FakeTraces.ORDER).body())
        .doesNotContain("more spans than");
  }
}
