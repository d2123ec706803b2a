package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.NativeHistogram;
import org.jspecify.annotations.Nullable;

/// What a native histogram must hold to be kept; the rules of Prometheus 3 (`histogram.Validate`).
final class HistogramRules {

  private static final int MIN_SCHEMA = -4;
  private static final int MAX_SCHEMA = 8;
  private static final double EXACT = 0x1p53;

  private HistogramRules() {}

  /// What is wrong, for the sender; null when nothing is. A staleness marker is always right.
  static @Nullable String problem(NativeHistogram histogram) {
    if (histogram.isStale()) {
      return null;
    }
    String problem = histogram.usesCustomBuckets() ? custom(histogram) : exponential(histogram);
    if (problem == null) {
      problem = buckets("positive", histogram.positiveSpans(), histogram.positiveBuckets());
    }
    if (problem == null) {
      problem = buckets("negative", histogram.negativeSpans(), histogram.negativeBuckets());
    }
    return problem == null ? counts(histogram) : problem;
  }

  private static @Nullable String exponential(NativeHistogram histogram) {
    if (histogram.schema() < MIN_SCHEMA || histogram.schema() > MAX_SCHEMA) {
      return "schema %d is not supported".formatted(histogram.schema());
    }
    if (!(histogram.zeroThreshold() >= 0)) {
      return "the zero threshold is negative";
    }
    return histogram.customValues().length > 0 ? "an exponential schema has custom bounds" : null;
  }

  private static @Nullable String custom(NativeHistogram histogram) {
    if (histogram.zeroCount() != 0 || histogram.zeroThreshold() != 0) {
      return "a histogram with custom buckets has a zero bucket";
    }
    if (histogram.negativeSpans().length > 0 || histogram.negativeBuckets().length > 0) {
      return "a histogram with custom buckets has negative buckets";
    }
    double[] bounds = histogram.customValues();
    for (int i = 0; i < bounds.length; i++) {
      if (!Double.isFinite(bounds[i]) && !(i == 0 && bounds[i] == Double.NEGATIVE_INFINITY)) {
        return "custom bound %s is not finite".formatted(bounds[i]);
      }
      if (i > 0 && !(bounds[i - 1] < bounds[i])) {
        return "custom bounds do not increase";
      }
    }
    long last = 0;
    int[] spans = histogram.positiveSpans();
    for (int i = 0; i + 1 < spans.length; i += 2) {
      if (spans[i] < 0) {
        return "a span of custom buckets has a negative offset";
      }
      last += (long) spans[i] + spans[i + 1];
    }
    return last > bounds.length + 1L ? "there are more custom buckets than bounds" : null;
  }

  private static @Nullable String buckets(String side, int[] spans, double[] buckets) {
    if (spans.length % 2 != 0) {
      return "the %s spans are not pairs".formatted(side);
    }
    long named = 0;
    for (int i = 0; i < spans.length; i += 2) {
      if (i > 0 && spans[i] < 0) {
        return "a %s span after the first has a negative offset".formatted(side);
      }
      if (spans[i + 1] < 0) {
        return "a %s span has a negative length".formatted(side);
      }
      named += spans[i + 1];
    }
    if (named != buckets.length) {
      return "the %s spans name %d buckets, there are %d".formatted(side, named, buckets.length);
    }
    for (double bucket : buckets) {
      if (bucket < 0) {
        return "a %s bucket has a negative count".formatted(side);
      }
    }
    return null;
  }

  /// Counts must add up when all are integers; sums of fractions may be off by rounding.
  private static @Nullable String counts(NativeHistogram histogram) {
    if (histogram.zeroCount() < 0 || histogram.count() < 0) {
      return "a count is negative";
    }
    double buckets = histogram.zeroCount();
    boolean whole = isWhole(histogram.zeroCount()) && isWhole(histogram.count());
    for (double bucket : histogram.positiveBuckets()) {
      whole &= isWhole(bucket);
      buckets += bucket;
    }
    for (double bucket : histogram.negativeBuckets()) {
      whole &= isWhole(bucket);
      buckets += bucket;
    }
    boolean wrong =
        Double.isNaN(histogram.sum()) ? buckets > histogram.count() : buckets != histogram.count();
    return whole && wrong
        ? "the buckets hold %.0f observations, the count is %.0f"
            .formatted(buckets, histogram.count())
        : null;
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && value < EXACT;
  }
}
