package io.mallwatch.alerts.rule.unittest;

import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.promql.EngineOptions;
import io.mallwatch.metrics.promql.PromqlQueries;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbConfig;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// The real store and the real PromQL in a folder of the test.
public final class RealMetrics implements TestBench {

  private final FakeClock clock;
  private final Tsdb tsdb;
  private final PromqlQueries queries;

  private RealMetrics(FakeClock clock, Tsdb tsdb, PromqlQueries queries) {
    this.clock = clock;
    this.tsdb = tsdb;
    this.queries = queries;
  }

  /// One whose time begins at 0.
  public static RealMetrics open(Path folder, Duration subqueryStep) {
    return open(folder, subqueryStep, new FakeClock(Instant.EPOCH));
  }

  public static RealMetrics open(Path folder, Duration subqueryStep, FakeClock clock) {
    Tsdb tsdb = Tsdb.open(TsdbConfig.defaults(), folder, clock);
    return new RealMetrics(
        clock,
        tsdb,
        new PromqlQueries(
            tsdb.seriesSource(),
            tsdb,
            new MetricCapabilities(true, true, false, true, true),
            new EngineOptions(
                EngineOptions.DEFAULT.lookback(),
                subqueryStep,
                EngineOptions.DEFAULT.semantics(),
                EngineOptions.DEFAULT.limits()),
            clock,
            Thread.ofPlatform().daemon().name("mallwatch-query-", 0).factory()));
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
  public void moveTo(Instant now) {
    clock.set(now);
  }

  @Override
  public void close() {
    queries.close();
    tsdb.close();
  }
}
