package io.mallwatch.metrics;

import io.mallwatch.model.Labels;

/// The series that a selection found: labels first, samples when they are asked for, so that memory
/// holds one series and not all. Order is fixed for one set but not specified. Thread-safe: several
/// threads may read different series at once, each into columns of its own. Holds files open until
/// [#close()].
public interface SeriesSet extends AutoCloseable {

  /// How many series there are.
  int size();

  /// The labels of the series at `index`, from 0.
  Labels labels(int index);

  /// Fills `into`, cleared first, with the samples of one series in the range of the selection,
  /// staleness markers included. May find none.
  ///
  /// @throws io.mallwatch.model.DeadlineExceededException past the deadline of the selection
  void read(int index, SampleColumns into);

  /// As [#read(int, SampleColumns)], but only the newest sample, which is cheaper.
  default void readNewest(int index, SampleColumns into) {
    read(index, into);
    int size = into.size();
    if (size > 1) {
      long time = into.times()[size - 1];
      double value = into.values()[size - 1];
      NativeHistogram[] histograms = into.histograms();
      NativeHistogram histogram = histograms == null ? null : histograms[size - 1];
      long[] starts = into.starts();
      long start = starts == null ? 0 : starts[size - 1];
      into.clear();
      if (histogram == null) {
        into.add(time, value);
      } else {
        into.add(time, histogram);
      }
      if (start != 0) {
        into.startedAt(start);
      }
    }
  }

  @Override
  void close();
}
