package io.mallwatch.metrics.ingest.remote;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SeriesKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The numbers, or the histograms, of one series as they come in a request. Not thread-safe; used
/// again and again.
final class SeriesPoints {

  /// Room for more than this is not kept.
  private static final int KEPT = 4096;

  private long[] times = new long[16];
  private long[] starts = new long[16];
  private double[] values = new double[16];
  private @Nullable NativeHistogram[] histograms = new NativeHistogram[0];
  private int size;
  private boolean sorted;

  void clear() {
    if (times.length > KEPT) {
      times = new long[16];
      starts = new long[16];
      values = new double[16];
    }
    if (histograms.length > 0) {
      histograms = new NativeHistogram[0];
    }
    size = 0;
    sorted = true;
  }

  int size() {
    return size;
  }

  void add(long timeMillis, double value, long startMillis) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    sorted &= size == 0 || timeMillis >= times[size - 1];
    times[size] = timeMillis;
    starts[size] = startMillis;
    values[size++] = value;
  }

  void add(long timeMillis, NativeHistogram histogram, long startMillis) {
    add(timeMillis, histogram.sum(), startMillis);
    if (histograms.length < times.length) {
      histograms = Arrays.copyOf(histograms, times.length);
    }
    histograms[size - 1] = histogram;
  }

  /// Adds all to `batch`, in the order of time.
  void addTo(MetricBatch batch, SeriesKey key) {
    if (sorted) {
      for (int i = 0; i < size; i++) {
        addTo(batch, key, i);
      }
      return;
    }
    IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingLong(i -> times[i]))
        .forEach(i -> addTo(batch, key, i));
  }

  private void addTo(MetricBatch batch, SeriesKey key, int index) {
    NativeHistogram histogram = index < histograms.length ? histograms[index] : null;
    if (histogram == null) {
      batch.add(key, times[index], values[index]);
    } else {
      batch.add(key, times[index], histogram);
    }
    if (starts[index] != 0) {
      batch.startedAt(starts[index]);
    }
  }
}
