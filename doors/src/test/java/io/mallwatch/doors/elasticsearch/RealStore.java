package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.elasticsearch.admin.NodeFacts;
import io.mallwatch.doors.elasticsearch.catalog.Catalog;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.logs.ingest.BulkIntake;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.ingest.Masking;
import io.mallwatch.logs.lucene.LuceneLogConfig;
import io.mallwatch.logs.lucene.LuceneLogStore;
import io.mallwatch.logs.pipeline.Pipelines;
import io.mallwatch.testkit.FakeClock;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// The door over the store that a mall runs on.
final class RealStore implements AutoCloseable {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final Pipelines pipelines = Pipelines.inMemory(clock);
  private final Catalog catalog = Catalog.inMemory();
  final LuceneLogStore logs;
  final Client client;

  RealStore(Path folder) {
    LuceneLogConfig config =
        LuceneLogConfig.defaults()
            .withFreshness(new LuceneLogConfig.Freshness(Duration.ZERO, Duration.ofSeconds(60)))
            .withRetention(new LuceneLogConfig.Retention(Duration.ofDays(36_500), 1L << 40));
    logs = LuceneLogStore.open(config, folder, clock);
    client =
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
                            Duration.ofDays(36_500),
                            Duration.ofDays(36_500)),
                        BulkIntake.Limits.defaults()),
                    pipelines,
                    catalog,
                    new NodeFacts(
                        "abcdefghijklmnopqrstuv", NodeFacts.Personality.ELASTICSEARCH, "")),
                new DoorMetrics(),
                clock),
            new TestDoor("root", "", List.of()));
  }

  void ingest(String index, String... documents) {
    StringBuilder body = new StringBuilder();
    for (String document : documents) {
      body.append("{\"create\":{}}\n").append(document).append('\n');
    }
    assertThat(post("/" + index + "/_bulk", body.toString())).contains("\"errors\":false");
  }

  String post(String path, String body) {
    HttpResponse<String> answer = client.post("/elasticsearch" + path, "application/json", body);
    return answer.statusCode() + " " + ElasticFixture.untimed(answer.body());
  }

  /// The answer of a good request.
  Map<?, ?> ask(String path, String body) {
    String answer = post(path, body);
    assertThat(answer).startsWith("200 ");
    return ElasticFixture.map(Json.tree(answer.substring(4).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    client.close();
    logs.close();
    pipelines.close();
  }
}
