package io.mallwatch.metrics;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Where stored samples are read as they are, for the query engine, remote read and federation.
/// Thread-safe; calls block.
public interface SeriesSource {

  /// Series that pass all matchers and may have samples in `[fromMillis, toMillis]`, both
  /// inclusive.
  SeriesSet select(List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline);

  /// Labels of series that pass all matchers and have samples in `[fromMillis, toMillis]`, sorted
  /// by [Labels#ORDER].
  List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis);

  /// Names of the labels of such series, sorted.
  default List<String> labelNames(List<Matcher> matchers, long fromMillis, long toMillis) {
    Set<String> names = new TreeSet<>();
    for (Labels labels : labels(matchers, fromMillis, toMillis)) {
      for (Label label : labels) {
        names.add(label.name());
      }
    }
    return List.copyOf(names);
  }

  /// Values of label `name` of such series, sorted.
  default List<String> labelValues(
      String name, List<Matcher> matchers, long fromMillis, long toMillis) {
    Set<String> values = new TreeSet<>();
    for (Labels labels : labels(matchers, fromMillis, toMillis)) {
      if (labels.has(name)) {
        values.add(labels.get(name));
      }
    }
    return List.copyOf(values);
  }
}
