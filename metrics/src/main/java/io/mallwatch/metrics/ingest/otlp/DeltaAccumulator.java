package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Adds up deltas, series by series, so that they can be stored as counters. Bounded: when it is
/// full the series that were silent longest start again from zero, which readers take for a reset.
/// Thread-safe.
final class DeltaAccumulator {

  private static final class Sum {
    private double value;
    private @Nullable HistogramSum histogram;
    private long lastMillis;
    private long usedAtMillis;
  }

  private final int limit;
  private final long forgetAfterMillis;
  private final InstantSource clock;

  /// Least used first; guarded by this.
  private final LinkedHashMap<Labels, Sum> sums = new LinkedHashMap<>(16, 0.75f, true);

  DeltaAccumulator(int limit, Duration forgetAfter, InstantSource clock) {
    this.limit = limit;
    this.forgetAfterMillis = forgetAfter.toMillis();
    this.clock = clock;
  }

  /// The sum with `delta`; empty when the series was told of this time or a later one already.
  synchronized OptionalDouble add(Labels series, long timestampMillis, double delta) {
    Sum sum = next(series, timestampMillis);
    if (sum == null) {
      return OptionalDouble.empty();
    }
    sum.value += delta;
    return OptionalDouble.of(sum.value);
  }

  /// As [#add(Labels, long, double)].
  synchronized Optional<NativeHistogram> add(
      Labels series, long timestampMillis, NativeHistogram delta) {
    Sum sum = next(series, timestampMillis);
    if (sum == null) {
      return Optional.empty();
    }
    HistogramSum known = sum.histogram;
    HistogramSum histogram = known == null ? new HistogramSum() : known;
    sum.histogram = histogram;
    return Optional.of(histogram.add(delta));
  }

  private @Nullable Sum next(Labels series, long timestampMillis) {
    long now = clock.millis();
    forget(now);
    Sum sum = sums.get(series);
    if (sum == null) {
      sum = new Sum();
      sum.lastMillis = Long.MIN_VALUE;
      sums.put(series, sum);
    }
    if (timestampMillis <= sum.lastMillis) {
      return null;
    }
    sum.lastMillis = timestampMillis;
    sum.usedAtMillis = now;
    return sum;
  }

  private void forget(long now) {
    Iterator<Map.Entry<Labels, Sum>> oldest = sums.entrySet().iterator();
    while (oldest.hasNext()) {
      Sum sum = oldest.next().getValue();
      if (sums.size() <= limit && now - sum.usedAtMillis <= forgetAfterMillis) {
        return;
      }
      oldest.remove();
    }
  }

  /// How many series are added up.
  synchronized int size() {
    return sums.size();
  }
}
