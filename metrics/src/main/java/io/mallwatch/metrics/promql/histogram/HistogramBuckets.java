package io.mallwatch.metrics.promql.histogram;

import io.mallwatch.metrics.BucketBounds;
import io.mallwatch.metrics.NativeHistogram;
import java.util.ArrayList;
import java.util.List;

/// The buckets of a histogram with their bounds.
public final class HistogramBuckets {

  private HistogramBuckets() {}

  /// All that were written, lowest first; the zero bucket only when it counts anything. Where the
  /// zero bucket reaches into a neighbour the neighbour is cut.
  public static List<Bucket> ascending(NativeHistogram histogram) {
    List<Bucket> all = new ArrayList<>();
    Buckets negative = WorkingHistogram.negative(histogram);
    for (int i = negative.size() - 1; i >= 0; i--) {
      all.add(clipped(negative(histogram, negative, i), histogram.zeroThreshold()));
    }
    if (histogram.zeroCount() > 0) {
      all.add(zero(histogram));
    }
    Buckets positive = WorkingHistogram.positive(histogram);
    for (int i = 0; i < positive.size(); i++) {
      all.add(clipped(positive(histogram, positive, i), histogram.zeroThreshold()));
    }
    return all;
  }

  static Bucket zero(NativeHistogram histogram) {
    double threshold = histogram.zeroThreshold();
    return new Bucket(-threshold, threshold, true, true, histogram.zeroCount());
  }

  static Bucket positive(NativeHistogram histogram, Buckets buckets, int i) {
    int index = buckets.indexes()[i];
    double lower = bound(histogram, index - 1);
    double upper = bound(histogram, index);
    boolean custom = histogram.usesCustomBuckets();
    return new Bucket(
        lower, upper, custom ? index == 0 : lower < 0, custom || upper > 0, buckets.counts()[i]);
  }

  static Bucket negative(NativeHistogram histogram, Buckets buckets, int i) {
    int index = buckets.indexes()[i];
    double lower = -bound(histogram, index);
    double upper = -bound(histogram, index - 1);
    return new Bucket(lower, upper, true, false, buckets.counts()[i]);
  }

  /// The upper bound of positive bucket `index`; -Inf for -1 with custom bounds.
  private static double bound(NativeHistogram histogram, int index) {
    if (!histogram.usesCustomBuckets()) {
      return BucketBounds.upper(index, histogram.schema());
    }
    double[] bounds = histogram.customValues();
    if (index < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return index >= bounds.length ? Double.POSITIVE_INFINITY : bounds[index];
  }

  private static Bucket clipped(Bucket bucket, double zeroThreshold) {
    if (bucket.upper() < 0 && bucket.upper() > -zeroThreshold) {
      return bucket.between(bucket.lower(), -zeroThreshold);
    }
    if (bucket.lower() > 0 && bucket.lower() < zeroThreshold) {
      return bucket.between(zeroThreshold, bucket.upper());
    }
    return bucket;
  }
}
