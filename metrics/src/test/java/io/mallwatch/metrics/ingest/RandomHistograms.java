package io.mallwatch.metrics.ingest;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Native histograms that are allowed: integer ones, floating ones, ones with custom buckets.
public final class RandomHistograms {

  private RandomHistograms() {}

  /// The next one; its counts are whole numbers when `whole`.
  public static NativeHistogram next(RandomGenerator random, boolean whole, boolean custom) {
    int[] positiveSpans = spans(random, custom);
    double[] positive = counts(random, positiveSpans, whole);
    int[] negativeSpans = custom ? new int[0] : spans(random, false);
    double[] negative = counts(random, negativeSpans, whole);
    double zero = custom ? 0 : random.nextInt(10);
    double count = zero + Arrays.stream(positive).sum() + Arrays.stream(negative).sum();
    return new NativeHistogram(
        custom ? NativeHistogram.CUSTOM_BUCKETS : random.nextInt(-4, 9),
        custom ? 0 : random.nextDouble(),
        zero,
        count,
        random.nextDouble() * 1000,
        positiveSpans,
        positive,
        negativeSpans,
        negative,
        custom ? bounds(positiveSpans) : new double[0],
        ResetHint.values()[random.nextInt(4)]);
  }

  private static int[] spans(RandomGenerator random, boolean custom) {
    int[] spans = new int[random.nextInt(4) * 2];
    for (int i = 0; i < spans.length; i += 2) {
      spans[i] = i == 0 && !custom ? random.nextInt(-20, 20) : random.nextInt(1, 5);
      spans[i + 1] = random.nextInt(1, 6);
    }
    return spans;
  }

  private static double[] counts(RandomGenerator random, int[] spans, boolean whole) {
    int size = 0;
    for (int i = 1; i < spans.length; i += 2) {
      size += spans[i];
    }
    double[] counts = new double[size];
    for (int i = 0; i < size; i++) {
      counts[i] = whole ? random.nextInt(1000) : random.nextDouble() * 100;
    }
    return counts;
  }

  private static double[] bounds(int[] spans) {
    double[] bounds = new double[Arrays.stream(spans).sum()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = -1 + i * 0.5;
    }
    return bounds;
  }
}
