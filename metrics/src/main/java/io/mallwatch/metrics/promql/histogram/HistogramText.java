package io.mallwatch.metrics.promql.histogram;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.syntax.Numerals;

/// Histograms as text, as `count_values` labels them.
public final class HistogramText {

  private HistogramText() {}

  /// Such as `{count:3, sum:4.5, (1,2]:3}`, lowest bucket first; empty ones are left out.
  public static String of(NativeHistogram histogram) {
    StringBuilder out = new StringBuilder("{count:").append(Numerals.general(histogram.count()));
    out.append(", sum:").append(Numerals.general(histogram.sum()));
    Buckets negative = WorkingHistogram.negative(histogram);
    for (int i = negative.size() - 1; i >= 0; i--) {
      append(out, HistogramBuckets.negative(histogram, negative, i));
    }
    if (histogram.zeroCount() != 0) {
      append(out, HistogramBuckets.zero(histogram));
    }
    Buckets positive = WorkingHistogram.positive(histogram);
    for (int i = 0; i < positive.size(); i++) {
      append(out, HistogramBuckets.positive(histogram, positive, i));
    }
    return out.append('}').toString();
  }

  private static void append(StringBuilder out, Bucket bucket) {
    if (bucket.count() == 0) {
      return;
    }
    out.append(bucket.lowerInclusive() ? ", [" : ", (");
    out.append(Numerals.general(bucket.lower()))
        .append(',')
        .append(Numerals.general(bucket.upper()));
    out.append(bucket.upperInclusive() ? "]:" : "):").append(Numerals.general(bucket.count()));
  }
}
