package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.histogram.HistogramResets;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A store in memory. Not thread-safe while it is filled.
public final class SampleStore implements SeriesSource {

  private final NavigableMap<Labels, NavigableMap<Long, Stored>> series =
      new TreeMap<>(Labels.ORDER);

  /// @param startMillis 0 when unknown
  private record Stored(double value, @Nullable NativeHistogram histogram, long startMillis) {}

  public SampleStore add(Labels labels, long timestampMillis, double value) {
    return add(labels, timestampMillis, value, null, 0);
  }

  /// Adds a sample that began to count at `startMillis`, 0 when unknown.
  SampleStore add(
      Labels labels,
      long timestampMillis,
      double value,
      @Nullable NativeHistogram histogram,
      long startMillis) {
    NavigableMap<Long, Stored> samples = series.computeIfAbsent(labels, _ -> new TreeMap<>());
    Map.Entry<Long, Stored> before = samples.lowerEntry(timestampMillis);
    NativeHistogram kept =
        histogram == null
            ? null
            : asRead(before == null ? null : before.getValue().histogram(), histogram);
    samples.put(timestampMillis, new Stored(value, kept, startMillis));
    return this;
  }

  /// As Prometheus's store gives a histogram back: within one chunk it says that there was no
  /// reset, of the first in a chunk it says nothing.
  private static NativeHistogram asRead(@Nullable NativeHistogram before, NativeHistogram now) {
    if (now.hint() == ResetHint.GAUGE) {
      return now;
    }
    boolean continues =
        before != null
            && now.hint() != ResetHint.RESET
            && before.hint() != ResetHint.GAUGE
            && before.schema() == now.schema()
            && before.zeroThreshold() == now.zeroThreshold()
            && Arrays.equals(before.customValues(), now.customValues())
            && !HistogramResets.between(before, HistogramMath.withHint(now, ResetHint.UNKNOWN));
    return HistogramMath.withHint(now, continues ? ResetHint.NOT_RESET : ResetHint.UNKNOWN);
  }

  @Override
  public SeriesSet select(
      List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline) {
    deadline.check();
    List<Found> found = new ArrayList<>();
    series.forEach((labels, samples) -> {
      SortedMap<Long, Stored> inside = inside(samples, fromMillis, toMillis);
      if (!inside.isEmpty() && matchers.stream().allMatch(m -> m.matches(labels))) {
        found.add(new Found(labels, inside));
      }
    });
    return new FoundSet(found);
  }

  private record Found(Labels labels, SortedMap<Long, Stored> samples) {}

  private record FoundSet(List<Found> found) implements SeriesSet {
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
      found
          .get(index)
          .samples()
          .forEach((time, stored) -> {
            NativeHistogram histogram = stored.histogram();
            if (histogram == null) {
              into.add(time, stored.value());
            } else {
              into.add(time, histogram);
            }
            if (stored.startMillis() != 0) {
              into.startedAt(stored.startMillis());
            }
          });
    }

    @Override
    public void close() {}
  }

  private static SortedMap<Long, Stored> inside(
      NavigableMap<Long, Stored> samples, long from, long to) {
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
