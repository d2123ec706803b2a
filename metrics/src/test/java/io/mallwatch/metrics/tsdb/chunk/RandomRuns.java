package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.model.Sample;
import io.mallwatch.testkit.Gen;
import java.util.random.RandomGenerator;

/// Samples as a mall makes them, and as nobody should.
public final class RandomRuns {

  static final long START = 1_790_000_000_000L;

  private RandomRuns() {}

  /// Runs that fit one chunk: numbers, or histograms of one layout.
  static Gen<SampleColumns> ofOneChunk() {
    return random -> {
      SampleColumns samples = new SampleColumns(1);
      int size = random.nextInt(1, ChunkWriter.MAX_SAMPLES + 1);
      if (random.nextInt(4) == 0) {
        histograms(random, size, samples);
      } else {
        numbers(random, size, samples);
      }
      return samples;
    };
  }

  /// Numbers and histograms of several layouts behind each other.
  public static Gen<SampleColumns> mixed() {
    return random -> {
      SampleColumns samples = new SampleColumns(1);
      for (int part = random.nextInt(1, 4); part > 0; part--) {
        if (random.nextInt(3) == 0) {
          histograms(random, random.nextInt(1, 100), samples);
        } else {
          numbers(random, random.nextInt(1, 400), samples);
        }
      }
      return samples;
    };
  }

  private static void numbers(RandomGenerator random, int size, SampleColumns samples) {
    int kind = random.nextInt(10);
    boolean odd = random.nextInt(5) == 0;
    boolean started = random.nextInt(4) == 0;
    long at = after(random, samples);
    long start = at - random.nextInt(1_000_000);
    double value = random.nextInt(1000);
    for (int i = 0; i < size; i++) {
      samples.add(at, value);
      if (started && random.nextInt(10) != 0) {
        samples.startedAt(start);
      }
      start = started && random.nextInt(40) == 0 ? at : start;
      at += step(random, odd);
      value = next(random, kind, value);
    }
  }

  private static long after(RandomGenerator random, SampleColumns samples) {
    if (!samples.isEmpty()) {
      return samples.times()[samples.size() - 1] + random.nextInt(1, 20_000);
    }
    return random.nextInt(10) == 0 ? random.nextLong(-1_000_000, 1_000_000) : START;
  }

  private static long step(RandomGenerator random, boolean odd) {
    return odd && random.nextInt(4) == 0 ? random.nextLong(1, 100_000_000_000L) : 15_000;
  }

  private static double next(RandomGenerator random, int kind, double before) {
    return switch (kind) {
      case 0 -> before;
      case 1 -> before + random.nextInt(50);
      case 2 -> random.nextInt(-5000, 5000) / 100.0;
      case 3 -> random.nextGaussian();
      case 4 -> Double.longBitsToDouble(random.nextLong());
      case 5 -> random.nextInt(20) == 0 ? Sample.staleNan() : before + 1;
      case 6 -> random.nextBoolean() ? -0.0 : 0.0;
      case 7 -> random.nextInt(90) == 0 ? 0 : before + random.nextInt(7);
      case 8 -> random.nextInt(9) == 0 ? random.nextDouble() : before;
      default -> random.nextInt(3) == 0 ? 9_007_199_254_740_991.0 : before + 0.001;
    };
  }

  private static void histograms(RandomGenerator random, int size, SampleColumns samples) {
    boolean whole = random.nextInt(3) > 0;
    boolean custom = random.nextInt(4) == 0;
    int positive = random.nextInt(0, 20);
    int negative = custom ? 0 : random.nextInt(0, 3);
    double[] bounds = new double[custom ? positive : 0];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = (i + 1) / 10.0;
    }
    NativeHistogram one =
        new NativeHistogram(
            custom ? NativeHistogram.CUSTOM_BUCKETS : random.nextInt(-4, 9),
            custom ? 0 : 0x1p-128,
            0,
            0,
            0,
            positive == 0 ? new int[0] : new int[] {random.nextInt(-9, 9), positive},
            new double[positive],
            negative == 0 ? new int[0] : new int[] {2, negative},
            new double[negative],
            bounds,
            ResetHint.values()[random.nextInt(4)]);
    long at = after(random, samples);
    for (int i = 0; i < size; i++) {
      one = grown(random, one, whole);
      samples.add(at, random.nextInt(30) == 0 ? NativeHistogram.stale() : one);
      if (random.nextInt(3) == 0) {
        samples.startedAt(START - 1000);
      }
      at += step(random, false);
    }
  }

  private static NativeHistogram grown(
      RandomGenerator random, NativeHistogram before, boolean whole) {
    return new NativeHistogram(
        before.schema(),
        before.zeroThreshold(),
        before.zeroCount() + random.nextInt(2),
        before.count() + random.nextInt(100),
        random.nextInt(50) == 0 ? Double.NaN : before.sum() + random.nextDouble(),
        before.positiveSpans(),
        grown(random, before.positiveBuckets(), whole),
        before.negativeSpans(),
        grown(random, before.negativeBuckets(), whole),
        before.customValues(),
        random.nextInt(50) == 0 ? ResetHint.RESET : before.hint());
  }

  private static double[] grown(RandomGenerator random, double[] before, boolean whole) {
    double[] after = before.clone();
    for (int i = 0; i < after.length; i++) {
      after[i] += whole ? random.nextInt(5) : random.nextDouble();
    }
    return after;
  }
}
