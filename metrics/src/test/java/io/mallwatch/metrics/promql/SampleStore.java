package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.SeriesSource.RawSeries;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// A store in memory. Not thread-safe while it is filled.
final class SampleStore implements SeriesSource {

  private final NavigableMap<Labels, NavigableMap<Long, Double>> series =
      new TreeMap<>(Labels.ORDER);

  SampleStore add(Labels labels, long timestampMillis, double value) {
    series.computeIfAbsent(labels, _ -> new TreeMap<>()).put(timestampMillis, value);
    return this;
  }

  @Override
  public List<RawSeries> select(
      List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline) {
    deadline.check();
    List<RawSeries> found = new ArrayList<>();
    series.forEach((labels, samples) -> {
      SortedMap<Long, Double> inside = inside(samples, fromMillis, toMillis);
      if (!inside.isEmpty() && matchers.stream().allMatch(m -> m.matches(labels))) {
        found.add(
            new RawSeries(
                labels,
                inside.keySet().stream().mapToLong(Long::longValue).toArray(),
                inside.values().stream().mapToDouble(Double::doubleValue).toArray()));
      }
    });
    return found;
  }

  private static SortedMap<Long, Double> inside(
      NavigableMap<Long, Double> samples, long from, long to) {
    return from > to ? new TreeMap<>() : samples.subMap(from, true, to, true);
  }

  @Override
  public List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis) {
    return select(matchers, fromMillis, toMillis, Deadline.NEVER).stream()
        .map(RawSeries::labels)
        .toList();
  }
}
