package io.mallwatch.metrics.promql;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.List;

/// Where the engine reads samples. Thread-safe; calls block.
public interface SeriesSource {

  /// Series that pass all matchers with samples in `[fromMillis, toMillis]`, both inclusive; sorted
  /// by [Labels#ORDER]; exact-length arrays in time order, stale markers included.
  List<RawSeries> select(List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline);

  /// Labels of such series, sorted by [Labels#ORDER].
  List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis);

  /// The samples of one series.
  ///
  /// @param timestampsMillis increasing
  /// @param values one for each timestamp
  record RawSeries(Labels labels, long[] timestampsMillis, double[] values) {}
}
