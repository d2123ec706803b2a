package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cutting and merging samples in columns.
public final class ColumnEdits {

  private ColumnEdits() {}

  /// Index of the first sample of `[start, end)` at or after `timeMillis`; `end` when there is
  /// none.
  public static int lowerBound(long[] times, int start, int end, long timeMillis) {
    int low = start;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < timeMillis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Of the samples from index `start` on, keeps only those of `[fromMillis, toMillis]`.
  public static void keepRange(SampleColumns samples, int start, long fromMillis, long toMillis) {
    int size = samples.size();
    long[] times = samples.times();
    if (size == start || (times[start] >= fromMillis && times[size - 1] <= toMillis)) {
      return;
    }
    int low = lowerBound(times, start, size, fromMillis);
    int high = toMillis == Long.MAX_VALUE ? size : lowerBound(times, low, size, toMillis + 1);
    move(samples, low, start, high - low);
    samples.size(start + high - low);
  }

  /// Removes the samples of `[fromMillis, toMillis]` from index `start` on; how many went.
  public static int removeRange(SampleColumns samples, int start, long fromMillis, long toMillis) {
    int size = samples.size();
    int low = lowerBound(samples.times(), start, size, fromMillis);
    int high =
        toMillis == Long.MAX_VALUE ? size : lowerBound(samples.times(), low, size, toMillis + 1);
    if (low < high) {
      move(samples, high, low, size - high);
      samples.size(size - (high - low));
    }
    return high - low;
  }

  private static void move(SampleColumns samples, int from, int to, int count) {
    if (from == to) {
      return;
    }
    System.arraycopy(samples.times(), from, samples.times(), to, count);
    System.arraycopy(samples.values(), from, samples.values(), to, count);
    if (samples.histograms() != null) {
      System.arraycopy(samples.histogramRoom(), from, samples.histogramRoom(), to, count);
    }
    if (samples.starts() != null) {
      System.arraycopy(samples.startRoom(), from, samples.startRoom(), to, count);
    }
  }

  /// Merges the samples from index `middle` on with those before it, each part being in time order;
  /// of two samples at the same time the one of the later part stays. Costs nothing when the later
  /// part is later in time.
  public static void mergeTail(SampleColumns samples, int middle) {
    int size = samples.size();
    if (middle == 0 || middle == size || samples.times()[middle - 1] < samples.times()[middle]) {
      return;
    }
    int first = lowerBound(samples.times(), 0, middle, samples.times()[middle]);
    SampleColumns left = copy(samples, first, middle);
    SampleColumns right = copy(samples, middle, size);
    samples.size(first);
    int l = 0;
    int r = 0;
    while (l < left.size() || r < right.size()) {
      boolean takeRight =
          l == left.size() || (r < right.size() && right.times()[r] <= left.times()[l]);
      if (takeRight) {
        if (l < left.size() && left.times()[l] == right.times()[r]) {
          l++;
        }
        append(right, r++, samples);
      } else {
        append(left, l++, samples);
      }
    }
  }

  private static SampleColumns copy(SampleColumns samples, int from, int to) {
    SampleColumns copy = new SampleColumns(to - from);
    append(samples, from, to, copy);
    return copy;
  }

  /// Appends the samples `[from, to)` of `source` to `target`.
  public static void append(SampleColumns source, int from, int to, SampleColumns target) {
    int count = to - from;
    int at = target.size();
    target.ensure(count);
    System.arraycopy(source.times(), from, target.times(), at, count);
    System.arraycopy(source.values(), from, target.values(), at, count);
    @Nullable NativeHistogram[] histograms = source.histograms();
    if (histograms != null) {
      System.arraycopy(histograms, from, target.histogramRoom(), at, count);
    } else if (target.histograms() != null) {
      Arrays.fill(target.histogramRoom(), at, at + count, null);
    }
    long[] starts = source.starts();
    if (starts != null) {
      System.arraycopy(starts, from, target.startRoom(), at, count);
    } else if (target.starts() != null) {
      Arrays.fill(target.startRoom(), at, at + count, 0);
    }
    target.size(at + count);
  }

  /// Appends the sample at `index` of `source` to `target`.
  public static void append(SampleColumns source, int index, SampleColumns target) {
    append(source, index, index + 1, target);
  }
}
