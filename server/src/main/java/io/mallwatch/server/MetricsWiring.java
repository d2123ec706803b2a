package io.mallwatch.server;

import io.mallwatch.metrics.ingest.otlp.OtlpMetricsConfig;
import io.mallwatch.metrics.ingest.otlp.OtlpMetricsConfig.Deltas;
import io.mallwatch.metrics.ingest.otlp.OtlpMetricsConfig.Promotion;
import io.mallwatch.metrics.promql.EngineOptions;
import io.mallwatch.metrics.promql.QueryLimits;
import io.mallwatch.metrics.promql.Semantics;
import io.mallwatch.metrics.tsdb.SeriesLimits;
import io.mallwatch.metrics.tsdb.TsdbConfig;
import io.mallwatch.server.config.MetricsConfig;

/// Says to the store, the query engine and the reader of OTLP what is configured.
final class MetricsWiring {

  private MetricsWiring() {}

  static TsdbConfig tsdb(MetricsConfig config) {
    MetricsConfig.Store store = config.store();
    return TsdbConfig.builder()
        .retention(store.retention())
        .retentionBytes(store.retentionBytes())
        .retentionRules(store.rules())
        .outOfOrderWindow(store.outOfOrderWindow())
        .walFsync(store.walFsync())
        .checkpointInterval(store.checkpointInterval())
        .ballastBytes(store.reservedBytes())
        .limits(series(config.series()))
        .build();
  }

  private static SeriesLimits series(MetricsConfig.SeriesPart config) {
    return new SeriesLimits(
        config.max(),
        config.perMetric(),
        config.perJob(),
        config.perTarget(),
        config.valuesPerLabel(),
        config.memoryBytes() == 0 ? SeriesLimits.defaults().headBytes() : config.memoryBytes());
  }

  static EngineOptions engine(MetricsConfig.QueryPart config) {
    QueryLimits defaults = QueryLimits.DEFAULT;
    QueryLimits limits =
        new QueryLimits(
            config.maxSamples(),
            config.maxSeries(),
            defaults.maxPoints(),
            config.maxResultSeries(),
            config.memoryBytes() == 0 ? defaults.maxBytes() : config.memoryBytes(),
            config.timeout(),
            config.concurrency(),
            defaults.ruleThreads(),
            defaults.maxWaiting());
    return new EngineOptions(
        config.lookback(),
        EngineOptions.DEFAULT.subqueryStep(),
        new Semantics(
            config.delayedNameRemoval(),
            config.startTimes(),
            config.typeAndUnitLabels(),
            config.features()),
        limits,
        config.slow());
  }

  static OtlpMetricsConfig otlp(MetricsConfig.OtlpPart config) {
    Deltas defaults = Deltas.defaults();
    return new OtlpMetricsConfig(
        config.translation(),
        new Promotion(
            config.promoted(),
            config.promoteAll(),
            config.keepIdentifying(),
            config.promoteScope()),
        config.customBuckets(),
        new Deltas(config.deltas(), defaults.maxSeries(), defaults.forgetAfter()));
  }
}
