package io.mallwatch.server.config;

import io.mallwatch.metrics.ingest.otlp.OtlpMetricsConfig.Translation;
import io.mallwatch.metrics.promql.syntax.Feature;
import io.mallwatch.metrics.tsdb.block.RetentionRule;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Keys `metrics.*`.
///
/// @param scrapeFile path of a prometheus.yml, or empty
public record MetricsConfig(
    Store store, SeriesPart series, QueryPart query, OtlpPart otlp, String scrapeFile) {

  /// Where and how long numbers are kept.
  ///
  /// @param retentionBytes 0 for no bound
  /// @param rules series that are kept for a shorter time; the first that covers a series counts
  /// @param outOfOrderWindow how far behind its series' newest a sample may be
  /// @param walFsync zero forces every write
  /// @param checkpointInterval how often the head is written out
  /// @param reservedBytes room on disk kept for merging when the disk is full
  public record Store(
      Duration retention,
      long retentionBytes,
      List<RetentionRule> rules,
      Duration outOfOrderWindow,
      Duration walFsync,
      Duration checkpointInterval,
      long reservedBytes) {}

  /// Keys `metrics.series.*` and `metrics.max_series`: bounds past which new series are refused.
  ///
  /// @param memoryBytes 0 for three fifths of the heap
  public record SeriesPart(
      int max, int perMetric, int perJob, int perTarget, int valuesPerLabel, long memoryBytes) {}

  /// Keys `metrics.query.*`.
  ///
  /// @param memoryBytes 0 for a quarter of the heap
  /// @param features parts of the language that Prometheus has behind flags
  public record QueryPart(
      Duration timeout,
      int concurrency,
      long maxSamples,
      int maxSeries,
      int maxResultSeries,
      long memoryBytes,
      Duration lookback,
      Duration slow,
      Set<Feature> features,
      boolean delayedNameRemoval,
      boolean startTimes,
      boolean typeAndUnitLabels) {}

  /// Keys `metrics.otlp.*`, named as Prometheus's `otlp` section.
  public record OtlpPart(
      Translation translation,
      List<String> promoted,
      boolean promoteAll,
      boolean keepIdentifying,
      boolean promoteScope,
      boolean customBuckets,
      boolean deltas) {}
}
