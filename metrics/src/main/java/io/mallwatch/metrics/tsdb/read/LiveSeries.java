package io.mallwatch.metrics.tsdb.read;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.model.Labels;

/// One series in memory as it was at one moment; stays so whatever is written, flushed or deleted
/// later. Thread-safe.
public interface LiveSeries {

  Labels labels();

  /// Adds the samples of `[fromMillis, toMillis]` to `into`, in order of time among themselves.
  void read(long fromMillis, long toMillis, SampleColumns into);

  /// Fills `into`, cleared first, with the newest sample of `[fromMillis, toMillis]`.
  void readNewest(long fromMillis, long toMillis, SampleColumns into);

  /// Whether there is any sample in `[fromMillis, toMillis]`.
  boolean hasSamples(long fromMillis, long toMillis);
}
