package io.mallwatch.metrics.tsdb.wal;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.model.Labels;
import java.util.List;

/// Takes what is read back from log and checkpoint, in the order it was written.
public interface WalHandler {

  void series(int ref, Labels labels);

  void sample(int ref, long timestampMillis, double value);

  void exemplar(Exemplar exemplar);

  void metadata(MetricMetadata metadata);

  /// Samples of `[fromMillis, toMillis]` are gone.
  void deletion(int ref, long fromMillis, long toMillis);

  /// All that the head held of a series at a checkpoint, its newest sample's time and value first.
  void chunks(int ref, long maxMillis, double lastValue, List<Chunk> chunks);
}
