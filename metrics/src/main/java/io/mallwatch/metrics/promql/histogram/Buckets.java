package io.mallwatch.metrics.promql.histogram;

import io.mallwatch.metrics.BucketBounds;
import io.mallwatch.metrics.promql.function.KahanSum;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The buckets of one sign, sorted by index, empty ones that were written included. Each count may
/// carry a compensation, which is what rounding took from it. Immutable by agreement.
///
/// @param size how many there are; the arrays may be longer
/// @param indexes rising
/// @param counts one for each index
/// @param lost the compensation of each count, or null for none
record Buckets(int size, int[] indexes, double[] counts, double @Nullable [] lost) {

  static final Buckets NONE = new Buckets(0, new int[0], new double[0], null);

  /// From spans of (offset, length) and their counts.
  static Buckets of(int[] spans, double[] counts) {
    if (counts.length == 0) {
      return NONE;
    }
    int[] indexes = new int[counts.length];
    int index = 0;
    int size = 0;
    for (int i = 0; i < spans.length; i += 2) {
      index += spans[i];
      for (int j = 0; j < spans[i + 1] && size < counts.length; j++) {
        indexes[size++] = index++;
      }
    }
    return new Buckets(size, indexes, counts, null);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// The runs of neighbours, as [io.mallwatch.metrics.NativeHistogram#positiveSpans()].
  int[] spans() {
    int[] spans = new int[size * 2];
    int used = 0;
    int expected = 0;
    for (int i = 0; i < size; i++) {
      if (used > 0 && indexes[i] == expected) {
        spans[used - 1]++;
      } else {
        spans[used++] = indexes[i] - expected;
        spans[used++] = 1;
      }
      expected = indexes[i] + 1;
    }
    return Arrays.copyOf(spans, used);
  }

  double[] exactCounts() {
    return counts.length == size ? counts : Arrays.copyOf(counts, size);
  }

  private double lost(int i) {
    return lost == null ? 0 : lost[i];
  }

  /// Counts plus their compensations.
  Buckets settled() {
    if (lost == null) {
      return this;
    }
    double[] settled = new double[size];
    for (int i = 0; i < size; i++) {
      settled[i] = counts[i] + lost[i];
    }
    return new Buckets(size, indexes, settled, null);
  }

  /// With room for compensations.
  Buckets compensated() {
    return lost == null ? new Buckets(size, indexes, counts, new double[size]) : this;
  }

  /// All counts times `factor`.
  Buckets times(double factor) {
    double[] scaled = new double[size];
    double[] scaledLost = lost == null ? null : new double[size];
    for (int i = 0; i < size; i++) {
      scaled[i] = counts[i] * factor;
      if (scaledLost != null) {
        scaledLost[i] = lost(i) * factor;
      }
    }
    return new Buckets(size, indexes, scaled, scaledLost);
  }

  /// All counts by `divisor`.
  Buckets dividedBy(double divisor) {
    double[] scaled = new double[size];
    double[] scaledLost = lost == null ? null : new double[size];
    for (int i = 0; i < size; i++) {
      scaled[i] = counts[i] / divisor;
      if (scaledLost != null) {
        scaledLost[i] = lost(i) / divisor;
      }
    }
    return new Buckets(size, indexes, scaled, scaledLost);
  }

  /// Merged into the coarser schema `target`.
  Buckets reduced(int schema, int target) {
    if (schema == target || size == 0) {
      return this;
    }
    Merger merger = new Merger(size, lost != null);
    for (int i = 0; i < size; i++) {
      merger.add(coarser(indexes[i], schema, target), counts[i], lost(i));
    }
    return merger.done();
  }

  /// The bucket of `target`, a coarser schema, that holds bucket `index` of `schema`.
  private static int coarser(int index, int schema, int target) {
    return ((index - 1) >> (schema - target)) + 1;
  }

  /// Without those whose upper bound is at most `threshold`.
  Buckets above(double threshold, int schema) {
    int first = 0;
    while (first < size && BucketBounds.upper(indexes[first], schema) <= threshold) {
      first++;
    }
    return first == 0 ? this : from(first);
  }

  private Buckets from(int first) {
    return new Buckets(
        size - first,
        Arrays.copyOfRange(indexes, first, size),
        Arrays.copyOfRange(counts, first, size),
        lost == null ? null : Arrays.copyOfRange(lost, first, size));
  }

  /// Without those whose lower bound is below `threshold`, which is a bound.
  Buckets startingAt(double threshold, int schema) {
    int first = 0;
    while (first < size && BucketBounds.upper(indexes[first] - 1, schema) < threshold) {
      first++;
    }
    return first == 0 ? this : from(first);
  }

  /// Without empty ones.
  Buckets compact() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      kept += counts[i] == 0 && lost(i) == 0 ? 0 : 1;
    }
    if (kept == size) {
      return this;
    }
    Merger merger = new Merger(kept, lost != null);
    for (int i = 0; i < size; i++) {
      if (counts[i] != 0 || lost(i) != 0) {
        merger.add(indexes[i], counts[i], lost(i));
      }
    }
    return merger.done();
  }

  /// These and `others`; both have the same schema. Compensated when these are.
  Buckets plus(Buckets others) {
    Merger merger = new Merger(size + others.size, lost != null);
    int i = 0;
    int j = 0;
    while (i < size || j < others.size) {
      if (j == others.size || (i < size && indexes[i] <= others.indexes[j])) {
        merger.add(indexes[i], counts[i], lost(i));
        i++;
      } else {
        merger.add(others.indexes[j], others.counts[j], others.lost(j));
        j++;
      }
    }
    return merger.done();
  }

  /// Mapped from custom `bounds` to a subset of them.
  Buckets mapped(double[] bounds, double[] subset) {
    Merger merger = new Merger(size, lost != null);
    int target = 0;
    for (int i = 0; i < size; i++) {
      boolean last = indexes[i] >= bounds.length;
      while (target < subset.length && (last || subset[target] < bounds[indexes[i]])) {
        target++;
      }
      merger.add(target, counts[i], lost(i));
    }
    return merger.done();
  }

  /// The count at `index`, or NaN when there is no such bucket.
  double countAt(int index) {
    int found = Arrays.binarySearch(indexes, 0, size, index);
    return found < 0 ? Double.NaN : counts[found];
  }

  /// Collects counts by rising index; equal indexes are added up.
  private static final class Merger {
    private final int[] indexes;
    private final double[] counts;
    private final double @Nullable [] lost;
    private int size;

    Merger(int capacity, boolean compensated) {
      indexes = new int[capacity];
      counts = new double[capacity];
      lost = compensated ? new double[capacity] : null;
    }

    void add(int index, double count, double lostCount) {
      if (size == 0 || indexes[size - 1] != index) {
        indexes[size] = index;
        counts[size] = count;
        if (lost != null) {
          lost[size] = lostCount;
        }
        size++;
      } else if (lost == null) {
        counts[size - 1] += count;
      } else {
        compensate(count);
        compensate(lostCount);
      }
    }

    private void compensate(double count) {
      if (lost == null || count == 0) {
        return;
      }
      double before = counts[size - 1];
      double total = before + count;
      lost[size - 1] = KahanSum.compensation(before, count, total, lost[size - 1]);
      counts[size - 1] = total;
    }

    Buckets done() {
      return new Buckets(size, indexes, counts, lost);
    }
  }
}
