package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
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
  public SeriesSet select(
      List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline) {
    deadline.check();
    List<SeriesSamples> found = new ArrayList<>();
    series.forEach((labels, samples) -> {
      SortedMap<Long, Double> inside = inside(samples, fromMillis, toMillis);
      if (!inside.isEmpty() && matchers.stream().allMatch(m -> m.matches(labels))) {
        found.add(
            new SeriesSamples(
                labels,
                inside.keySet().stream().mapToLong(Long::longValue).toArray(),
                inside.values().stream().mapToDouble(Double::doubleValue).toArray()));
      }
    });
    return new FoundSet(found);
  }

  private record FoundSet(List<SeriesSamples> found) implements SeriesSet {
    @Override
    public int size() {
      return found.size();
    }

    @Override
    public Labels labels(int index) {
      return found.get(index).labels();
    }

    @Override
    public void read(int index, SampleColumns into) {
      into.clear();
      SeriesSamples samples = found.get(index);
      for (int i = 0; i < samples.size(); i++) {
        into.add(samples.timestampsMillis()[i], samples.values()[i]);
      }
    }

    @Override
    public void close() {}
  }

  private static SortedMap<Long, Double> inside(
      NavigableMap<Long, Double> samples, long from, long to) {
    return from > to ? new TreeMap<>() : samples.subMap(from, true, to, true);
  }

  @Override
  public List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis) {
    List<Labels> labels = new ArrayList<>();
    try (SeriesSet set = select(matchers, fromMillis, toMillis, Deadline.NEVER)) {
      for (int i = 0; i < set.size(); i++) {
        labels.add(set.labels(i));
      }
    }
    return labels;
  }
}
