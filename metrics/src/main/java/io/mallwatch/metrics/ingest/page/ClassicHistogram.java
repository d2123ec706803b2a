package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.ingest.HistogramBuilder;
import java.util.Arrays;
import java.util.Optional;

/// Collects a classic histogram, part by part, and makes a native one with custom buckets of it, as
/// Prometheus's util/convertnhcb does. Not thread-safe; used again and again.
final class ClassicHistogram {

  private final HistogramBuilder builder = new HistogramBuilder();
  private double[] bounds = new double[16];
  private double[] counts = new double[16];
  private int size;
  private double count;
  private double sum;
  private boolean hasCount;
  private boolean bad;

  void clear() {
    size = 0;
    count = 0;
    sum = 0;
    hasCount = false;
    bad = false;
  }

  void sum(double value) {
    sum = value;
  }

  void count(double value) {
    bad |= value < 0;
    count = value;
    hasCount = true;
  }

  /// Adds a bucket with all observations up to `bound`; buckets may come in any order, the first of
  /// two with one bound counts.
  void bucket(double bound, double cumulative) {
    if (Double.isNaN(bound) || cumulative < 0) {
      bad = true;
      return;
    }
    int at =
        size == 0 || bounds[size - 1] < bound ? size : Arrays.binarySearch(bounds, 0, size, bound);
    if (at >= 0 && at < size) {
      return;
    }
    int place = at < 0 ? -at - 1 : at;
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(bounds, place, bounds, place + 1, size - place);
    System.arraycopy(counts, place, counts, place + 1, size - place);
    bounds[place] = bound;
    counts[place] = cumulative;
    size++;
  }

  /// The native histogram; empty when the parts do not fit together.
  Optional<NativeHistogram> histogram(ResetHint hint) {
    if (bad) {
      return Optional.empty();
    }
    if (!hasCount && size > 0) {
      count = counts[size - 1];
    }
    if (size == 0 || bounds[size - 1] != Double.POSITIVE_INFINITY) {
      bucket(Double.POSITIVE_INFINITY, count);
    }
    if (count != counts[size - 1]) {
      return Optional.empty();
    }
    fill(hint);
    return builder.problem().isPresent() ? Optional.empty() : Optional.of(builder.build());
  }

  private void fill(ResetHint hint) {
    builder.clear();
    builder.schema(NativeHistogram.CUSTOM_BUCKETS);
    builder.hint(hint);
    builder.count(count);
    builder.sum(sum);
    builder.positive().span(0, size);
    boolean whole = count == Math.rint(count);
    double before = 0;
    for (int i = 0; i < size; i++) {
      if (i < size - 1) {
        builder.bound(bounds[i]);
      }
      builder.positive().bucket(counts[i] - before); // below 0 is found by problem()
      whole &= counts[i] == Math.rint(counts[i]);
      before = counts[i];
    }
    if (!whole) {
      builder.floating();
    }
    builder.positive().compact(whole ? 2 : 0);
  }
}
