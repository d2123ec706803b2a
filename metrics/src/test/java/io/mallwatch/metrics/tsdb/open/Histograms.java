package io.mallwatch.metrics.tsdb.open;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.testkit.Gen;

/// Native histograms for tests.
public final class Histograms {

  private Histograms() {}

  /// A sound one with some buckets, all of whose counts grow with `number`.
  public static NativeHistogram of(int number) {
    return new NativeHistogram(
        3,
        0x1p-128,
        number,
        number * 4.0 + 6,
        1.5 * number,
        new int[] {-2, 2, 3, 1},
        new double[] {1.0 + number, 2, number},
        new int[] {0, 1},
        new double[] {3.0 + number},
        new double[0],
        ResetHint.UNKNOWN);
  }

  /// One with explicit bounds.
  public static NativeHistogram custom(int number) {
    return new NativeHistogram(
        NativeHistogram.CUSTOM_BUCKETS,
        0,
        0,
        number + 7.0,
        number,
        new int[] {0, 3},
        new double[] {number, 2, 5},
        new int[0],
        new double[0],
        new double[] {0.1, 0.5},
        ResetHint.NOT_RESET);
  }

  /// Any bits in any shape, sound or not.
  public static Gen<NativeHistogram> any() {
    return random -> {
      boolean custom = random.nextBoolean();
      boolean whole = random.nextBoolean();
      int[] positive = spans(random);
      int[] negative = spans(random);
      return new NativeHistogram(
          custom ? NativeHistogram.CUSTOM_BUCKETS : random.nextInt(-4, 9),
          random.nextBoolean() ? 0x1p-128 : random.nextDouble(),
          number(random, whole),
          number(random, whole),
          Double.longBitsToDouble(random.nextLong()),
          positive,
          numbers(random, random.nextInt(20), whole),
          negative,
          numbers(random, random.nextInt(3), whole),
          custom ? numbers(random, random.nextInt(5), false) : new double[0],
          ResetHint.values()[random.nextInt(4)]);
    };
  }

  private static int[] spans(java.util.random.RandomGenerator random) {
    int[] spans = new int[random.nextInt(4) * 2];
    for (int i = 0; i < spans.length; i += 2) {
      spans[i] = random.nextInt(-500, 500);
      spans[i + 1] = random.nextInt(100);
    }
    return spans;
  }

  private static double[] numbers(
      java.util.random.RandomGenerator random, int count, boolean whole) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number(random, whole);
    }
    return numbers;
  }

  private static double number(java.util.random.RandomGenerator random, boolean whole) {
    if (whole) {
      return (double) random.nextLong(1L << random.nextInt(1, 53));
    }
    return random.nextInt(10) == 0
        ? Double.longBitsToDouble(random.nextLong())
        : random.nextDouble() * 100;
  }
}
