package io.mallwatch.metrics.promql.mixed;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The numbers of a series, or its histograms, and the part of them that a window shows. Used for
/// one series after the other. Not thread-safe.
final class Samples {

  private final boolean ofHistograms;
  private long[] times = {};
  private double[] values = {};
  private NativeHistogram[] histograms = {};
  private long[] starts = {};
  private int size;
  private int first;
  private int after;

  Samples(boolean ofHistograms) {
    this.ofHistograms = ofHistograms;
  }

  /// Takes those of a series.
  void fill(SampleColumns all) {
    size = 0;
    first = 0;
    after = 0;
    NativeHistogram[] given = all.histograms();
    long[] givenStarts = all.starts();
    for (int i = 0; i < all.size(); i++) {
      NativeHistogram histogram = given == null ? null : given[i];
      if ((histogram != null) == ofHistograms) {
        add(all.times()[i], all.values()[i], histogram, givenStarts == null ? 0 : givenStarts[i]);
      }
    }
  }

  private void add(long time, double value, @Nullable NativeHistogram histogram, long start) {
    if (size == times.length) {
      int capacity = Math.max(16, size * 2);
      times = Arrays.copyOf(times, capacity);
      values = Arrays.copyOf(values, capacity);
      starts = Arrays.copyOf(starts, capacity);
      histograms = ofHistograms ? Arrays.copyOf(histograms, capacity) : histograms;
    }
    times[size] = time;
    values[size] = value;
    starts[size] = start;
    if (histogram != null) {
      histograms[size] = histogram;
    }
    size++;
  }

  /// Shows those in `(from, to]`; neither ever falls.
  void moveTo(long from, long to) {
    while (first < size && times[first] <= from) {
      first++;
    }
    after = Math.max(after, first);
    while (after < size && times[after] <= to) {
      after++;
    }
  }

  int size() {
    return after - first;
  }

  boolean isEmpty() {
    return after == first;
  }

  long time(int index) {
    return times[first + index];
  }

  double value(int index) {
    return values[first + index];
  }

  NativeHistogram histogram(int index) {
    return histograms[first + index];
  }

  /// 0 when unknown.
  long start(int index) {
    return starts[first + index];
  }

  long lastTime() {
    return times[after - 1];
  }

  /// Index of the first shown sample from `0` to `limit - 1` that is past `time`, or `limit`.
  int firstAfter(long time, int limit) {
    int found = Arrays.binarySearch(times, first, first + limit, time);
    return (found >= 0 ? found + 1 : -found - 1) - first;
  }

  /// As [#firstAfter], but at or past `time`.
  int firstFrom(long time, int limit) {
    int found = Arrays.binarySearch(times, first, first + limit, time);
    return (found >= 0 ? found : -found - 1) - first;
  }
}
