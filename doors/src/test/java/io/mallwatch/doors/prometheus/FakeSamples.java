package io.mallwatch.doors.prometheus;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Samples in a map.
public final class FakeSamples implements SeriesSource {

  private final Map<Labels, TreeMap<Long, Object>> series = new LinkedHashMap<>();

  public void add(Labels labels, long timeMillis, double value) {
    series.computeIfAbsent(labels, _ -> new TreeMap<>()).put(timeMillis, value);
  }

  public void add(Labels labels, long timeMillis, NativeHistogram value) {
    series.computeIfAbsent(labels, _ -> new TreeMap<>()).put(timeMillis, value);
  }

  @Override
  public SeriesSet select(
      List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline) {
    List<Labels> found = new ArrayList<>();
    series.keySet().stream()
        .filter(labels -> matchers.stream().allMatch(matcher -> matcher.matches(labels)))
        .forEach(found::add);
    return new SeriesSet() {
      @Override
      public int size() {
        return found.size();
      }

      @Override
      public Labels labels(int index) {
        return found.get(index);
      }

      @Override
      public void read(int index, SampleColumns into) {
        into.clear();
        series
            .getOrDefault(found.get(index), new TreeMap<>())
            .subMap(fromMillis, true, toMillis, true)
            .forEach((time, value) -> {
              if (value instanceof NativeHistogram histogram) {
                into.add(time, histogram);
              } else {
                into.add(time, (Double) value);
              }
            });
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis) {
    Set<Labels> sorted = new TreeSet<>(Labels.ORDER);
    sorted.addAll(series.keySet());
    return List.copyOf(sorted);
  }
}
