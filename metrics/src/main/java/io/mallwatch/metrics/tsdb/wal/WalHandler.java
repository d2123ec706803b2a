package io.mallwatch.metrics.tsdb.wal;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.tsdb.open.SavedSeries;
import io.mallwatch.model.Labels;

/// Takes what is read back from log and checkpoint, in the order it was written.
public interface WalHandler {

  void series(int ref, Labels labels);

  /// @param start since when it has been counted; 0 when unknown
  void sample(int ref, long timestampMillis, double value, long start);

  /// @param histogram as [io.mallwatch.metrics.tsdb.open.HistogramBytes] has it
  /// @param start since when it has been counted; 0 when unknown
  void histogram(int ref, long timestampMillis, byte[] histogram, long start);

  void exemplar(Exemplar exemplar);

  void metadata(MetricMetadata metadata);

  /// Samples of `[fromMillis, toMillis]` are gone.
  void deletion(int ref, long fromMillis, long toMillis);

  /// All that the head held of a series at a checkpoint.
  void saved(SavedSeries saved);
}
