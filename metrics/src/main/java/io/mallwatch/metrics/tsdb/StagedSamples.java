package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.tsdb.head.HeadSeries;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Samples on their way into log and head, in columns that are used again for each group. Each
/// knows what its series was before, so that all can be taken back. Writer thread only.
final class StagedSamples {

  /// Room that is kept for the next group.
  private static final int KEPT = 1 << 16;

  HeadSeries[] series = new HeadSeries[1024];
  long[] times = new long[1024];
  double[] values = new double[1024];
  long[] starts = new long[1024];
  byte @Nullable [] @Nullable [] histograms;
  private boolean[] late = new boolean[1024];
  private int[] earlier = new int[1024];
  private long[] beforeMillis = new long[1024];
  private long[] beforeBits = new long[1024];
  private boolean[] beforeHistogram = new boolean[1024];
  int size;

  /// Adds a sample that is newer than all of its series.
  void add(HeadSeries one, long millis, double value, long bits, byte @Nullable [] histogram) {
    int at = place(one, millis, value, histogram);
    late[at] = false;
    one.newest(millis, bits, histogram != null);
  }

  /// Adds a sample that comes late.
  void addLate(HeadSeries one, long millis, double value, byte @Nullable [] histogram) {
    int at = place(one, millis, value, histogram);
    late[at] = true;
  }

  private int place(HeadSeries one, long millis, double value, byte @Nullable [] histogram) {
    int at = size;
    if (at == times.length) {
      grow(at * 2);
    }
    series[at] = one;
    times[at] = millis;
    values[at] = value;
    starts[at] = 0;
    if (histogram != null) {
      room()[at] = histogram;
    }
    beforeMillis[at] = one.maxMillis();
    beforeBits[at] = one.lastBits();
    beforeHistogram[at] = one.lastIsHistogram();
    earlier[at] = one.staged();
    one.staged(at);
    size = at + 1;
    return at;
  }

  private byte[] @Nullable [] room() {
    byte @Nullable [] @Nullable [] present = histograms;
    if (present == null) {
      present = new byte[times.length][];
      histograms = present;
    }
    return present;
  }

  /// Says since when the sample added last has been counted.
  void startedAt(long startMillis) {
    starts[size - 1] = startMillis;
  }

  byte @Nullable [] histogram(int index) {
    byte @Nullable [] @Nullable [] present = histograms;
    return present == null ? null : present[index];
  }

  boolean isLate(int index) {
    return late[index];
  }

  /// Where the sample of `one` at `millis` stands, or -1.
  int find(HeadSeries one, long millis) {
    int at = one.staged();
    while (at >= 0 && times[at] != millis) {
      at = earlier[at];
    }
    return at;
  }

  /// Makes all series what they were before.
  void takeBack() {
    for (int i = size - 1; i >= 0; i--) {
      series[i].newest(beforeMillis[i], beforeBits[i], beforeHistogram[i]);
      series[i].staged(-1);
    }
  }

  void clear() {
    if (times.length > KEPT) {
      series = new HeadSeries[1024];
      grow(1024);
    }
    Arrays.fill(series, 0, Math.min(size, series.length), null);
    histograms = null;
    size = 0;
  }

  private void grow(int length) {
    series = Arrays.copyOf(series, length);
    times = Arrays.copyOf(times, length);
    values = Arrays.copyOf(values, length);
    starts = Arrays.copyOf(starts, length);
    histograms = histograms == null ? null : Arrays.copyOf(histograms, length);
    late = Arrays.copyOf(late, length);
    earlier = Arrays.copyOf(earlier, length);
    beforeMillis = Arrays.copyOf(beforeMillis, length);
    beforeBits = Arrays.copyOf(beforeBits, length);
    beforeHistogram = Arrays.copyOf(beforeHistogram, length);
  }
}
