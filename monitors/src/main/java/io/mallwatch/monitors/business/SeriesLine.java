package io.mallwatch.monitors.business;

import java.util.Arrays;

/// Points of one line, in time order, all finite.
///
/// @param timestampsMillis milliseconds since the epoch, increasing
/// @param values one for each timestamp
public record SeriesLine(long[] timestampsMillis, double[] values) {

  /// No points.
  public static final SeriesLine EMPTY = new SeriesLine(new long[0], new double[0]);

  /// Without the values that are NaN or infinite.
  static SeriesLine finite(long[] timestampsMillis, double[] values) {
    long[] times = new long[values.length];
    double[] kept = new double[values.length];
    int size = 0;
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        times[size] = timestampsMillis[i];
        kept[size++] = values[i];
      }
    }
    return new SeriesLine(Arrays.copyOf(times, size), Arrays.copyOf(kept, size));
  }

  /// The same line moved in time.
  SeriesLine shifted(long byMillis) {
    return new SeriesLine(
        Arrays.stream(timestampsMillis).map(time -> time + byMillis).toArray(), values);
  }

  public int size() {
    return values.length;
  }
}
