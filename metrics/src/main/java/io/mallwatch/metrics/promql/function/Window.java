package io.mallwatch.metrics.promql.function;

import io.mallwatch.model.Sample;

/// A view of the samples of one series that a range function sees at one step; moved from step to
/// step. Not thread-safe.
public final class Window {

  /// What a function returns when the step has no result. It is the staleness marker: selectors
  /// drop it and no arithmetic makes it, so it can't be a value.
  public static final double NONE = Sample.staleNan();

  private final long[] times;
  private final double[] values;
  private final double[] args = new double[2];
  private int first;
  private int end;
  private long rangeStart;
  private long rangeEnd;
  private long evaluatedAt;
  private int[] drops = {};
  private boolean dropsKnown;

  /// Over all samples of a series, stale markers removed.
  public Window(long[] times, double[] values) {
    this.times = times;
    this.values = values;
  }

  /// Moves to the samples in `(from, to]` for a step at `evaluatedAt`; `from` and `to` never go
  /// back.
  public void moveTo(long from, long to, long evaluatedAt) {
    while (first < times.length && times[first] <= from) {
      first++;
    }
    end = Math.max(end, first);
    while (end < times.length && times[end] <= to) {
      end++;
    }
    this.rangeStart = from;
    this.rangeEnd = to;
    this.evaluatedAt = evaluatedAt;
  }

  /// How many samples it shows.
  public int size() {
    return end - first;
  }

  /// The timestamp of the `index`-th sample shown.
  public long time(int index) {
    return times[first + index];
  }

  /// The value of the `index`-th sample shown.
  public double value(int index) {
    return values[first + index];
  }

  double lastValue() {
    return values[end - 1];
  }

  long lastTime() {
    return times[end - 1];
  }

  long rangeStart() {
    return rangeStart;
  }

  long rangeEnd() {
    return rangeEnd;
  }

  double rangeSeconds() {
    return (rangeEnd - rangeStart) / 1e3;
  }

  long evaluatedAt() {
    return evaluatedAt;
  }

  /// The `index`-th scalar argument at this step.
  double arg(int index) {
    return args[index];
  }

  public void setArg(int index, double value) {
    args[index] = value;
  }

  /// `difference` plus the values from which a counter fell within the window.
  double correctedForResets(double difference) {
    findDrops();
    double sum = difference;
    for (int i = firstDropAfter(first); i < drops.length && drops[i] < end; i++) {
      sum += values[drops[i] - 1];
    }
    return sum;
  }

  /// How often a value was below the one before it.
  int resets() {
    findDrops();
    return Math.max(0, firstDropAfter(end - 1) - firstDropAfter(first));
  }

  /// The first drop whose sample is after `index`.
  private int firstDropAfter(int index) {
    int found = java.util.Arrays.binarySearch(drops, index);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private void findDrops() {
    if (dropsKnown) {
      return;
    }
    dropsKnown = true;
    int count = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] < values[i - 1]) {
        count++;
      }
    }
    drops = new int[count];
    count = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] < values[i - 1]) {
        drops[count++] = i;
      }
    }
  }
}
