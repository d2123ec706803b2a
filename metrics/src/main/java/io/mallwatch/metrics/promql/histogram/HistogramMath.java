package io.mallwatch.metrics.promql.histogram;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import java.util.Arrays;

/// The operators on histograms. Arguments stay as they are; results without empty buckets only
/// where it says so.
public final class HistogramMath {

  private HistogramMath() {}

  /// Whether two can be added at all: either both have custom bounds or neither.
  public static boolean compatible(NativeHistogram left, NativeHistogram right) {
    return left.usesCustomBuckets() == right.usesCustomBuckets();
  }

  /// The sum. The coarser schema and the wider zero bucket win; of custom bounds those stay that
  /// both have.
  ///
  /// @throws IllegalArgumentException when they are not [#compatible]
  public static Merged add(NativeHistogram left, NativeHistogram right) {
    WorkingHistogram sum = WorkingHistogram.of(left);
    Merge merge = sum.add(right, 1);
    return new Merged(sum.settled(), merge.conflictingHints(), merge.reconciledBounds());
  }

  /// The difference, as [#add].
  ///
  /// @throws IllegalArgumentException when they are not [#compatible]
  public static Merged subtract(NativeHistogram left, NativeHistogram right) {
    WorkingHistogram difference = WorkingHistogram.of(left);
    Merge merge = difference.add(right, -1);
    return new Merged(difference.settled(), merge.conflictingHints(), merge.reconciledBounds());
  }

  /// A sum or difference and what had to be done for it.
  ///
  /// @param conflictingHints whether one said there was a reset and the other that there was none
  /// @param reconciledBounds whether custom bounds differed
  public record Merged(
      NativeHistogram histogram, boolean conflictingHints, boolean reconciledBounds) {}

  /// What happened in a [Merged].
  record Merge(boolean conflictingHints, boolean reconciledBounds) {}

  /// Every count and the sum times `factor`; a negative one makes a gauge of it.
  public static NativeHistogram multiply(NativeHistogram histogram, double factor) {
    WorkingHistogram product = WorkingHistogram.of(histogram);
    product.multiply(factor);
    return product.settled();
  }

  /// Every count and the sum by `divisor`; by zero no bucket is left, a negative one makes a gauge
  /// of it.
  public static NativeHistogram divide(NativeHistogram histogram, double divisor) {
    WorkingHistogram quotient = WorkingHistogram.of(histogram);
    quotient.divide(divisor);
    return quotient.settled();
  }

  /// Without empty buckets.
  public static NativeHistogram compact(NativeHistogram histogram) {
    if (!hasEmpty(histogram.positiveBuckets()) && !hasEmpty(histogram.negativeBuckets())) {
      return histogram;
    }
    WorkingHistogram compact = WorkingHistogram.of(histogram);
    compact.compact();
    return compact.settled();
  }

  private static boolean hasEmpty(double[] counts) {
    return Arrays.stream(counts).anyMatch(count -> count == 0);
  }

  /// In the coarser exponential `schema`.
  public static NativeHistogram reduce(NativeHistogram histogram, int schema) {
    if (schema == histogram.schema()) {
      return histogram;
    }
    WorkingHistogram reduced = WorkingHistogram.of(histogram);
    reduced.reduce(schema);
    return reduced.settled();
  }

  /// The same with another hint.
  public static NativeHistogram withHint(NativeHistogram h, ResetHint hint) {
    return h.hint() == hint
        ? h
        : new NativeHistogram(
            h.schema(),
            h.zeroThreshold(),
            h.zeroCount(),
            h.count(),
            h.sum(),
            h.positiveSpans(),
            h.positiveBuckets(),
            h.negativeSpans(),
            h.negativeBuckets(),
            h.customValues(),
            hint);
  }

  /// A histogram of nothing with the bucket layout of `like`.
  public static NativeHistogram empty(NativeHistogram like) {
    return new NativeHistogram(
        like.schema(),
        0,
        0,
        0,
        0,
        new int[0],
        new double[0],
        new int[0],
        new double[0],
        like.customValues(),
        ResetHint.UNKNOWN);
  }

  /// Whether two say the same, hints aside: same schema, bounds and buckets, bit for bit.
  public static boolean equal(NativeHistogram left, NativeHistogram right) {
    return left.schema() == right.schema()
        && same(left.count(), right.count())
        && same(left.sum(), right.sum())
        && left.zeroThreshold() == right.zeroThreshold()
        && same(left.zeroCount(), right.zeroCount())
        && Arrays.equals(left.customValues(), right.customValues())
        && sameBuckets(WorkingHistogram.positive(left), WorkingHistogram.positive(right))
        && sameBuckets(WorkingHistogram.negative(left), WorkingHistogram.negative(right));
  }

  private static boolean sameBuckets(Buckets left, Buckets right) {
    return Arrays.equals(left.indexes(), 0, left.size(), right.indexes(), 0, right.size())
        && Arrays.equals(left.counts(), 0, left.size(), right.counts(), 0, right.size());
  }

  private static boolean same(double left, double right) {
    return Double.doubleToLongBits(left) == Double.doubleToLongBits(right);
  }
}
