package io.mallwatch.server.migrate;

import io.mallwatch.doors.elasticsearch.ElasticsearchDoor;
import io.mallwatch.doors.elasticsearch.ElasticsearchPorts;
import io.mallwatch.doors.elasticsearch.admin.NodeFacts;
import io.mallwatch.doors.elasticsearch.catalog.Catalog;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.HttpDoors;
import io.mallwatch.doors.http.HttpSettings;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.ingest.BulkIntake;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.ingest.Masking;
import io.mallwatch.logs.lucene.LuceneLogConfig;
import io.mallwatch.logs.lucene.LuceneLogStore;
import io.mallwatch.logs.pipeline.Pipelines;
import io.mallwatch.testkit.FakeClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/// A log store behind its door.
final class LogNode implements AutoCloseable {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final Pipelines pipelines = Pipelines.inMemory(clock);
  private final HttpClient http = HttpClient.newHttpClient();
  private final LuceneLogStore logs;
  private final HttpDoors doors;

  LogNode(Path folder) {
    Duration ages = Duration.ofDays(36_500);
    LuceneLogConfig config =
        LuceneLogConfig.defaults()
            .withFreshness(new LuceneLogConfig.Freshness(Duration.ZERO, Duration.ofSeconds(60)))
            .withRetention(new LuceneLogConfig.Retention(ages, 1L << 40));
    logs = LuceneLogStore.open(config, folder, clock);
    JsonLogEntries entries = new JsonLogEntries(clock, ZoneOffset.UTC, "unknown");
    ElasticsearchPorts ports =
        new ElasticsearchPorts(
            logs,
            new BulkIntake(
                entries,
                new LogIntake(logs, Masking.off(), clock, ages, ages),
                BulkIntake.Limits.defaults()),
            pipelines,
            Catalog.inMemory(),
            new NodeFacts("abcdefghijklmnopqrstuv", NodeFacts.Personality.ELASTICSEARCH, ""));
    DoorMetrics metrics = new DoorMetrics();
    ElasticsearchDoor door = new ElasticsearchDoor(ports, metrics, clock);
    doors = HttpDoors.open(HttpSettings.loopback(0), List.of(new AtRoot(door)), metrics);
  }

  /// The door without its prefix, as at a port of its own.
  private record AtRoot(ElasticsearchDoor door) implements Door {

    @Override
    public String name() {
      return door.name();
    }

    @Override
    public String prefix() {
      return "";
    }

    @Override
    public List<Route> routes() {
      return door.routes();
    }

    @Override
    public ErrorShape errors() {
      return door.errors();
    }
  }

  ElasticsearchHost host() {
    return new ElasticsearchHost(URI.create(doors.url()), "", http);
  }

  @Override
  public void close() {
    doors.close();
    http.close();
    logs.close();
    pipelines.close();
  }
}
