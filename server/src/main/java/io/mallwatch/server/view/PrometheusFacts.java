package io.mallwatch.server.view;

import io.mallwatch.doors.prometheus.PrometheusStatus;
import io.mallwatch.metrics.tsdb.Cardinality;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbStats;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Facts about this server for the Prometheus door.
public final class PrometheusFacts implements PrometheusStatus {

  /// The Prometheus whose behaviour clients may expect.
  private static final String BEHAVES_LIKE = "3.5.0";

  private final Tsdb tsdb;
  private final Duration retention;
  private final Instant started;
  private final InstantSource clock;

  public PrometheusFacts(Tsdb tsdb, Duration retention, Instant started, InstantSource clock) {
    this.tsdb = tsdb;
    this.retention = retention;
    this.started = started;
    this.clock = clock;
  }

  @Override
  public Build build() {
    return new Build(BEHAVES_LIKE, "mallwatch", "", "", "");
  }

  @Override
  public String configYaml() {
    return "";
  }

  @Override
  public Map<String, String> flags() {
    return Map.of("storage.tsdb.retention.time", retention.toDays() + "d");
  }

  @Override
  public RuntimeFacts runtime() {
    return new RuntimeFacts(
        started,
        clock.instant(),
        hostname(),
        Path.of("").toAbsolutePath().toString(),
        true,
        started,
        tsdb.recovery().damaged() ? 1 : 0,
        Thread.activeCount(),
        retention.toDays() + "d");
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  @Override
  public Head head(int limit) {
    TsdbStats stats = tsdb.stats();
    Cardinality cardinality = tsdb.cardinality(limit);
    boolean empty = stats.headMinMillis() == Long.MAX_VALUE;
    return new Head(
        stats.headSeries(),
        cardinality.labelPairs(),
        stats.headChunks(),
        empty ? 0 : stats.headMinMillis(),
        empty ? 0 : stats.headMaxMillis(),
        counts(cardinality.seriesByMetric()),
        counts(cardinality.valuesByLabel()),
        counts(cardinality.bytesByLabel()),
        counts(cardinality.seriesByPair()));
  }

  private static List<Count> counts(List<Cardinality.Count> counts) {
    return counts.stream().map(count -> new Count(count.name(), count.count())).toList();
  }

  @Override
  public boolean isReady() {
    return true;
  }
}
