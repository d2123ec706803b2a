package io.mallwatch.metrics;

/// Where samples go. Engines: embedded (`metrics.tsdb`), Prometheus and its kin by remote write
/// (`metrics.prometheus`). Thread-safe; calls block.
public interface MetricSink {

  /// Keeps the good samples of `batch`. On return they survive a crash of this process and are
  /// visible to queries.
  ///
  /// @throws io.mallwatch.model.StoreOverloadedException when the write queue is full; nothing was
  ///   kept, retry later
  /// @throws io.mallwatch.model.StoreUnavailableException when the disk is full or the engine away;
  ///   nothing was kept, retry later
  AppendResult append(MetricBatch batch);
}
