package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.elasticsearch.admin.NodeFacts;
import io.mallwatch.doors.elasticsearch.catalog.Catalog;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.fakes.FakeLogs;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.logs.ingest.BulkIntake;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.ingest.Masking;
import io.mallwatch.logs.pipeline.PipelineRoute;
import io.mallwatch.logs.pipeline.Pipelines;
import io.mallwatch.testkit.FakeClock;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// The door over a store in memory, and what tests say to it.
final class ElasticFixture implements AutoCloseable {

  final FakeClock clock = FakeClock.mondayMorning();
  final FakeLogs logs = new FakeLogs();
  final Pipelines pipelines = Pipelines.inMemory(clock);
  final Catalog catalog = Catalog.inMemory();
  final DoorMetrics metrics = new DoorMetrics();
  final Client client =
      Client.of(
          new ElasticsearchDoor(
              new ElasticsearchPorts(
                  logs,
                  new BulkIntake(
                      new JsonLogEntries(clock, ZoneOffset.UTC, "unknown"),
                      new LogIntake(
                          logs,
                          Masking.on(),
                          clock,
                          Duration.ofDays(400),
                          Duration.ofDays(400),
                          new LogIntake.Stages(
                              new PipelineRoute(
                                  pipelines,
                                  new JsonLogEntries(clock, ZoneOffset.UTC, "unknown"),
                                  List.of(),
                                  List.of()),
                              entries -> entries)),
                      BulkIntake.Limits.defaults()),
                  pipelines,
                  catalog,
                  new NodeFacts("abcdefghijklmnopqrstuv", NodeFacts.Personality.ELASTICSEARCH, "")),
              metrics,
              clock),
          new TestDoor("root", "", List.of()));

  String get(String path, String... headers) {
    HttpResponse<String> answer = client.get("/elasticsearch" + path, headers);
    assertThat(answer.headers().firstValue("x-elastic-product")).hasValue("Elasticsearch");
    return answer.statusCode() + " " + answer.body();
  }

  String post(String path, String body) {
    HttpResponse<String> answer = client.post("/elasticsearch" + path, "application/json", body);
    assertThat(answer.headers().firstValue("x-elastic-product")).hasValue("Elasticsearch");
    return answer.statusCode() + " " + untimed(answer.body());
  }

  /// Without the time a search took.
  static String untimed(String body) {
    return body.replaceAll("\"took\":\\d+", "\"took\":0");
  }

  /// Searches and gives the messages of the hits, in order.
  List<?> messages(String body) {
    String answer = post("/zhongdao-mall-logs-*/_search", body);
    assertThat(answer).startsWith("200 ");
    Map<?, ?> root = map(Json.tree(answer.substring(4).getBytes(StandardCharsets.UTF_8)));
    return Nodes.list(map(root.get("hits")).get("hits")).stream()
        .map(hit -> Nodes.text("message", map(map(hit).get("_source")).get("message")))
        .toList();
  }

  static Map<?, ?> map(@org.jspecify.annotations.Nullable Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<?, ?>) java.util.Objects.requireNonNull(value);
  }

  void ingest(String index, String... documents) {
    StringBuilder body = new StringBuilder();
    for (String document : documents) {
      body.append("{\"create\":{}}\n").append(document).append('\n');
    }
    assertThat(post("/" + index + "/_bulk", body.toString()))
        .startsWith("200 {\"took\":0,\"errors\":false,\"items\":[");
  }

  /// Six entries of two days.
  void someDays() {
    ingest(
        "zhongdao-mall-logs-2026.11.01",
        """
        {"timestamp":"2026-11-01T01:00:00Z","level":"info","service":"order","message":"login ok","category":"user_activity","action":"login","userId":"u1"}\
        """,
        """
        {"timestamp":"2026-11-01T02:00:00Z","level":"error","service":"payment","message":"支付失败 timeout","error":{"name":"IOException","message":"connection reset by peer"},"data":{"amount":99.5,"coupon":"双11"}}\
        """,
        """
        {"timestamp":"2026-11-01T23:30:00Z","level":"info","service":"order","message":"order placed","category":"user_activity","action":"purchase_order","userId":"u1"}\
        """);
    ingest(
        "zhongdao-mall-logs-2026.11.02",
        """
        {"timestamp":"2026-11-02T00:15:00Z","level":"error","service":"order","message":"stock is gone","duration":1250}\
        """,
        """
        {"timestamp":"2026-11-02T00:45:00.123Z","level":"warn","service":"payment","message":"slow payment","category":"user_activity","action":"pay","userId":"u2","duration":2100,"tags":["slow","vip"]}\
        """,
        """
        {"timestamp":"2026-11-02T01:30:00Z","level":"error","service":"payment","message":"支付失败 again","userId":"u1","category":"user_activity","action":"pay"}\
        """);
  }

  @Override
  public void close() {
    client.close();
    pipelines.close();
  }
}
