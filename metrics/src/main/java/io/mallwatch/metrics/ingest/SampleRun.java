package io.mallwatch.metrics.ingest;

import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Samples of one series as they come in a request. Not thread-safe.
final class SampleRun {

  private long[] millis = new long[1];
  private double[] values = new double[1];
  private int size;
  private boolean sorted = true;

  void add(long timestampMillis, double value) {
    if (size == millis.length) {
      millis = Arrays.copyOf(millis, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    sorted &= size == 0 || timestampMillis >= millis[size - 1];
    millis[size] = timestampMillis;
    values[size++] = value;
  }

  int size() {
    return size;
  }

  /// The samples in time order.
  SeriesSamples of(Labels labels) {
    if (sorted) {
      return new SeriesSamples(labels, Arrays.copyOf(millis, size), Arrays.copyOf(values, size));
    }
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingLong(i -> millis[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new SeriesSamples(
        labels,
        Arrays.stream(order).mapToLong(i -> millis[i]).toArray(),
        Arrays.stream(order).mapToDouble(i -> values[i]).toArray());
  }
}
