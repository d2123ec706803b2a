package io.mallwatch.metrics;

import io.mallwatch.model.Sample;
import java.util.Arrays;

/// One value of a native histogram: counts in buckets whose bounds follow from a schema, or from
/// explicit bounds. Counts are absolute (not deltas) and held as doubles; integer counts are exact
/// up to 2^53. Immutable by agreement: arrays are not copied and must not be changed.
///
/// Source: Prometheus's native histogram specification (2.0, with custom buckets).
///
/// @param schema `-4` to `8` for exponential buckets (each power of two is split in `2^schema`), or
///   [#CUSTOM_BUCKETS]
/// @param zeroThreshold width of the zero bucket on both sides of 0
/// @param zeroCount observations in the zero bucket
/// @param count all observations, also those of NaN, which are in no bucket
/// @param sum sum of the observations; the staleness marker here makes the whole value stale
/// @param positiveSpans pairs of (offset, length): how many indexes are skipped before a run of
///   buckets, and how many buckets the run has; the first offset is the index of the first bucket
/// @param positiveBuckets the count of each bucket that the spans name
/// @param negativeSpans as `positiveSpans`, for negative observations
/// @param negativeBuckets as `positiveBuckets`
/// @param customValues increasing upper bounds when the schema is [#CUSTOM_BUCKETS], the last one
///   (`+Inf`) left out; else empty
/// @param hint what is known about a counter reset before this value
public record NativeHistogram(
    int schema,
    double zeroThreshold,
    double zeroCount,
    double count,
    double sum,
    int[] positiveSpans,
    double[] positiveBuckets,
    int[] negativeSpans,
    double[] negativeBuckets,
    double[] customValues,
    ResetHint hint) {

  /// Schema of histograms with explicit bounds.
  public static final int CUSTOM_BUCKETS = -53;

  private static final int[] NO_SPANS = {};
  private static final double[] NONE = {};

  /// What the writer said about a counter reset between the value before and this one.
  public enum ResetHint {
    /// Compare the two values to find out.
    UNKNOWN,
    /// There was one.
    RESET,
    /// There was none.
    NOT_RESET,
    /// Not a counter.
    GAUGE
  }

  /// The value that ends a series.
  public static NativeHistogram stale() {
    return new NativeHistogram(
        0, 0, 0, 0, Sample.staleNan(), NO_SPANS, NONE, NO_SPANS, NONE, NONE, ResetHint.UNKNOWN);
  }

  /// Whether this ends the series.
  public boolean isStale() {
    return Sample.isStale(sum);
  }

  /// Whether the bounds are explicit.
  public boolean usesCustomBuckets() {
    return schema == CUSTOM_BUCKETS;
  }

  /// Equal when every bit is, NaN payloads included.
  @Override
  public boolean equals(Object other) {
    return other instanceof NativeHistogram that
        && schema == that.schema
        && same(zeroThreshold, that.zeroThreshold)
        && same(zeroCount, that.zeroCount)
        && same(count, that.count)
        && same(sum, that.sum)
        && hint == that.hint
        && Arrays.equals(positiveSpans, that.positiveSpans)
        && Arrays.equals(positiveBuckets, that.positiveBuckets)
        && Arrays.equals(negativeSpans, that.negativeSpans)
        && Arrays.equals(negativeBuckets, that.negativeBuckets)
        && Arrays.equals(customValues, that.customValues);
  }

  private static boolean same(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(positiveBuckets) * 31
        + Arrays.hashCode(negativeBuckets)
        + Double.hashCode(sum) * 17
        + schema;
  }
}
