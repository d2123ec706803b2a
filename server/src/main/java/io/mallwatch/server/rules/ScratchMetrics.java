package io.mallwatch.server.rules;

import io.mallwatch.alerts.rule.unittest.TestBench;
import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.promql.EngineOptions;
import io.mallwatch.metrics.promql.PromqlQueries;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// The real store and the real query engine in a folder of their own, which goes with them. Its
/// clock begins at 0.
public final class ScratchMetrics implements TestBench {

  private static final Duration LONGEST_TEST = Duration.ofDays(3650);

  private final Path folder;
  private final AtomicReference<Instant> now;
  private final Tsdb tsdb;
  private final PromqlQueries queries;

  private ScratchMetrics(
      Path folder, AtomicReference<Instant> now, Tsdb tsdb, PromqlQueries queries) {
    this.folder = folder;
    this.now = now;
    this.tsdb = tsdb;
    this.queries = queries;
  }

  /// An empty one in the folder for temporary files.
  ///
  /// @throws UncheckedIOException when there is no room
  public static ScratchMetrics open(Duration subqueryStep) {
    try {
      Path folder = Files.createTempDirectory("mallwatch-rules-");
      AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
      Tsdb tsdb =
          Tsdb.open(
              TsdbConfig.builder().retention(LONGEST_TEST).ballastBytes(0).build(),
              folder,
              now::get);
      PromqlQueries queries =
          new PromqlQueries(
              tsdb.seriesSource(),
              tsdb,
              new MetricCapabilities(true, true, false, true, true),
              new EngineOptions(
                  EngineOptions.DEFAULT.lookback(),
                  subqueryStep,
                  EngineOptions.DEFAULT.semantics(),
                  EngineOptions.DEFAULT.limits()),
              now::get,
              Thread.ofPlatform().daemon().name("mallwatch-query-", 0).factory());
      return new ScratchMetrics(folder, now, tsdb, queries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public MetricSink sink() {
    return tsdb;
  }

  @Override
  public MetricQueries queries() {
    return queries;
  }

  @Override
  public void moveTo(Instant time) {
    now.set(time);
  }

  @Override
  public void close() {
    queries.close();
    tsdb.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
