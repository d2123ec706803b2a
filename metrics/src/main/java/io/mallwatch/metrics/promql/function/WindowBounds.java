package io.mallwatch.metrics.promql.function;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.promql.column.Presence;
import java.util.Arrays;

/// Where the window of each step is, as indexes into the samples of a series. They are found once
/// for all series in a row that have the same timestamps, as those of one target do. Not
/// thread-safe.
public final class WindowBounds {

  private final long[] evaluatedAt;
  private final long[] ends;
  private final long lengthMillis;
  private final int[] firsts;
  private final int[] afters;
  private final Presence shows;
  private long[] times = {};
  private int size = -1;
  private long shown;
  private int generation;

  /// @param evaluatedAt the steps
  /// @param ends where the window of each step ends, inclusive; not falling
  /// @param lengthMillis length of each window, which is open on the left
  public WindowBounds(long[] evaluatedAt, long[] ends, long lengthMillis) {
    this.evaluatedAt = evaluatedAt;
    this.ends = ends;
    this.lengthMillis = lengthMillis;
    this.firsts = new int[ends.length];
    this.afters = new int[ends.length];
    this.shows = new Presence(ends.length);
  }

  /// Finds the windows in the samples of a series.
  public void fit(SampleColumns samples) {
    if (samples.size() == size && Arrays.equals(samples.times(), 0, size, times, 0, size)) {
      return;
    }
    size = samples.size();
    if (times.length < size) {
      times = new long[Math.max(size, times.length * 2)];
    }
    System.arraycopy(samples.times(), 0, times, 0, size);
    generation++;
    shown = 0;
    shows.clear();
    int first = 0;
    int after = 0;
    for (int step = 0; step < ends.length; step++) {
      long to = ends[step];
      long from = to - lengthMillis;
      while (first < size && times[first] <= from) {
        first++;
      }
      after = Math.max(after, first);
      while (after < size && times[after] <= to) {
        after++;
      }
      firsts[step] = first;
      afters[step] = after;
      shown += after - first;
      if (after > first) {
        shows.set(step);
      }
    }
  }

  /// Changes whenever the windows do.
  int generation() {
    return generation;
  }

  public int steps() {
    return ends.length;
  }

  long evaluatedAt(int step) {
    return evaluatedAt[step];
  }

  long end(int step) {
    return ends[step];
  }

  long lengthMillis() {
    return lengthMillis;
  }

  /// Index of the first sample of each window.
  public int[] firsts() {
    return firsts;
  }

  /// Index after the last sample of each window.
  public int[] afters() {
    return afters;
  }

  /// The steps whose window is not empty; not to be changed.
  public Presence shows() {
    return shows;
  }

  /// How many samples all windows show together.
  public long shown() {
    return shown;
  }
}
