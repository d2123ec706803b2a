package io.mallwatch.metrics.tsdb.read;

import io.mallwatch.model.Matcher;
import java.util.List;

/// The samples that are in memory still. Thread-safe.
@FunctionalInterface
public interface LiveSource {

  /// What is visible now of series that pass all matchers and may have samples in `[fromMillis,
  /// toMillis]`.
  List<? extends LiveSeries> slices(List<Matcher> matchers, long fromMillis, long toMillis);
}
