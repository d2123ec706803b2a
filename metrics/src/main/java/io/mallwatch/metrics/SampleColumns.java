package io.mallwatch.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Samples of one series in columns, in strict time order; made to be filled again and again. At an
/// index there is either a number or a histogram. The arrays may be longer than [#size()] and are
/// replaced when they grow. Not thread-safe.
public final class SampleColumns {

  private long[] times;
  private double[] values;
  private NativeHistogram @Nullable [] histograms;
  private long @Nullable [] starts;
  private int size;

  /// @param capacity samples to make room for
  public SampleColumns(int capacity) {
    times = new long[Math.max(1, capacity)];
    values = new double[Math.max(1, capacity)];
  }

  /// Appends a number.
  public void add(long timeMillis, double value) {
    if (size == times.length) {
      ensure(1);
    }
    times[size] = timeMillis;
    values[size] = value;
    if (histograms != null) {
      histograms[size] = null;
    }
    if (starts != null) {
      starts[size] = 0;
    }
    size++;
  }

  /// Appends a histogram.
  public void add(long timeMillis, NativeHistogram histogram) {
    add(timeMillis, histogram.sum());
    if (histograms == null) {
      histograms = new NativeHistogram[times.length];
    }
    histograms[size - 1] = histogram;
  }

  /// Says since when the sample added last has been counted; 0 when unknown.
  public void startedAt(long startMillis) {
    if (starts == null) {
      starts = new long[times.length];
    }
    starts[size - 1] = startMillis;
  }

  /// Makes room for `more` samples.
  public void ensure(int more) {
    if (times.length - size < more) {
      int capacity = Math.max(times.length * 2, size + more);
      times = Arrays.copyOf(times, capacity);
      values = Arrays.copyOf(values, capacity);
      histograms = histograms == null ? null : Arrays.copyOf(histograms, capacity);
      starts = starts == null ? null : Arrays.copyOf(starts, capacity);
    }
  }

  /// Room for histograms as long as [#times()], for a decoder; entries from [#size()] on may hold
  /// anything.
  public NativeHistogram[] histogramRoom() {
    if (histograms == null) {
      histograms = new NativeHistogram[times.length];
    }
    return histograms;
  }

  /// Room for start times as long as [#times()], for a decoder; entries from [#size()] on may hold
  /// anything.
  public long[] startRoom() {
    if (starts == null) {
      starts = new long[times.length];
    }
    return starts;
  }

  /// Takes as samples what a decoder wrote straight into the columns, or leaves out the last ones.
  public void size(int newSize) {
    size = newSize;
  }

  public void clear() {
    size = 0;
    histograms = null;
    starts = null;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// Milliseconds since the epoch, increasing.
  public long[] times() {
    return times;
  }

  /// Numbers; the sum where there is a histogram. [io.mallwatch.model.Sample#isStale] ends the
  /// series in both cases.
  public double[] values() {
    return values;
  }

  /// Histograms, null where there is a number; null when there are only numbers.
  public NativeHistogram @Nullable [] histograms() {
    return histograms;
  }

  /// Start times, 0 where unknown; null when none is known.
  public long @Nullable [] starts() {
    return starts;
  }
}
