package io.mallwatch.metrics.tsdb.chunk;

import java.util.Arrays;

/// Samples of one series in two growing arrays; mostly in time order. Not thread-safe.
public final class SampleBuffer {

  private long[] timestamps;
  private double[] values;
  private int size;

  public SampleBuffer(int capacity) {
    this.timestamps = new long[capacity];
    this.values = new double[capacity];
  }

  public void add(long timestampMillis, double value) {
    ensure(1);
    timestamps[size] = timestampMillis;
    values[size++] = value;
  }

  public void addAll(SampleBuffer other) {
    ensure(other.size);
    System.arraycopy(other.timestamps, 0, timestamps, size, other.size);
    System.arraycopy(other.values, 0, values, size, other.size);
    size += other.size;
  }

  /// Puts a sample where its time belongs; the caller knows that no sample has that time.
  public void insert(long timestampMillis, double value) {
    int at = -(find(timestampMillis) + 1);
    ensure(1);
    System.arraycopy(timestamps, at, timestamps, at + 1, size - at);
    System.arraycopy(values, at, values, at + 1, size - at);
    timestamps[at] = timestampMillis;
    values[at] = value;
    size++;
  }

  /// Index of the sample at this time, or `-(insertion point) - 1`; samples must be in order.
  public int find(long timestampMillis) {
    return Arrays.binarySearch(timestamps, 0, size, timestampMillis);
  }

  /// Keeps only samples of `[from, to]` among those from index `start` on, which are in order.
  void keepRange(int start, long from, long to) {
    if (size == start || (timestamps[start] >= from && timestamps[size - 1] <= to)) {
      return;
    }
    int low = lowerBound(start, from);
    int high = to == Long.MAX_VALUE ? size : lowerBound(low, to + 1);
    System.arraycopy(timestamps, low, timestamps, start, high - low);
    System.arraycopy(values, low, values, start, high - low);
    size = start + high - low;
  }

  /// Removes the samples of `[from, to]`; samples must be in order. Returns how many went.
  public int removeRange(long from, long to) {
    int low = lowerBound(0, from);
    int high = to == Long.MAX_VALUE ? size : lowerBound(low, to + 1);
    if (low < high) {
      System.arraycopy(timestamps, high, timestamps, low, size - high);
      System.arraycopy(values, high, values, low, size - high);
      size -= high - low;
    }
    return high - low;
  }

  private int lowerBound(int start, long timestampMillis) {
    int at = Arrays.binarySearch(timestamps, start, size, timestampMillis);
    return at >= 0 ? at : -(at + 1);
  }

  /// Both in time order; of two samples with the same time the one of `newer` stays.
  public static SampleBuffer merge(SampleBuffer older, SampleBuffer newer) {
    if (older.isEmpty()) {
      return newer;
    }
    if (newer.isEmpty()) {
      return older;
    }
    if (older.lastTimestamp() < newer.timestamps[0]) {
      older.addAll(newer);
      return older;
    }
    SampleBuffer merged = new SampleBuffer(older.size + newer.size);
    int left = 0;
    int right = 0;
    while (left < older.size || right < newer.size) {
      boolean takeRight =
          left == older.size
              || (right < newer.size && newer.timestamps[right] <= older.timestamps[left]);
      if (takeRight) {
        if (left < older.size && older.timestamps[left] == newer.timestamps[right]) {
          left++;
        }
        merged.add(newer.timestamps[right], newer.values[right]);
        right++;
      } else {
        merged.add(older.timestamps[left], older.values[left]);
        left++;
      }
    }
    return merged;
  }

  public long timestamp(int index) {
    return timestamps[index];
  }

  public double value(int index) {
    return values[index];
  }

  public long lastTimestamp() {
    return timestamps[size - 1];
  }

  long[] times() {
    return timestamps;
  }

  double[] values() {
    return values;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public void clear() {
    size = 0;
  }

  /// Keeps only the first `newSize` samples.
  public void truncate(int newSize) {
    size = newSize;
  }

  /// A copy of exact length.
  public long[] timestampArray() {
    return Arrays.copyOf(timestamps, size);
  }

  /// A copy of exact length.
  public double[] valueArray() {
    return Arrays.copyOf(values, size);
  }

  private void ensure(int more) {
    if (timestamps.length - size < more) {
      int capacity = Math.max(Math.max(4, timestamps.length * 2), size + more);
      timestamps = Arrays.copyOf(timestamps, capacity);
      values = Arrays.copyOf(values, capacity);
    }
  }
}
