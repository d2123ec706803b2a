package io.mallwatch.metrics;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.List;

/// Where stored samples are read as they are, for the query engine, remote read and federation.
/// Thread-safe; calls block.
public interface SeriesSource {

  /// Series that pass all matchers and may have samples in `[fromMillis, toMillis]`, both
  /// inclusive.
  SeriesSet select(List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline);

  /// Labels of series that pass all matchers and have samples in `[fromMillis, toMillis]`, sorted
  /// by [Labels#ORDER].
  List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis);
}
