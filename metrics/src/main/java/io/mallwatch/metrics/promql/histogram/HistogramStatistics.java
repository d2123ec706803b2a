package io.mallwatch.metrics.promql.histogram;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.function.KahanSum;
import io.mallwatch.metrics.promql.function.Powers;
import java.util.List;

/// What a histogram says about its observations. In a bucket they are taken to be spread evenly
/// over the logarithm; in the zero bucket and between custom bounds evenly.
public final class HistogramStatistics {

  private HistogramStatistics() {}

  /// What observations of NaN, which are in no bucket, did to an [Estimate].
  public enum NanEffect {
    /// Nothing, or there are none.
    NONE,
    /// It is skewed: a quantile is too high, a fraction leaves them out.
    SKEWED,
    /// They made it NaN.
    RESULT
  }

  /// A value read off the buckets.
  public record Estimate(double value, NanEffect nans) {
    private Estimate(double value) {
      this(value, NanEffect.NONE);
    }
  }

  /// The `q`-quantile; -Inf and +Inf for `q` below 0 and above 1, NaN without observations.
  public static Estimate quantile(double q, NativeHistogram histogram) {
    if (q < 0) {
      return new Estimate(Double.NEGATIVE_INFINITY);
    }
    if (q > 1) {
      return new Estimate(Double.POSITIVE_INFINITY);
    }
    if (histogram.count() == 0 || Double.isNaN(q)) {
      return new Estimate(Double.NaN);
    }
    boolean nans = Double.isNaN(histogram.sum());
    boolean forward = nans || q < 0.5;
    List<Bucket> ascending = HistogramBuckets.ascending(histogram);
    List<Bucket> buckets = forward ? ascending : ascending.reversed();
    double rank = (forward ? q : 1 - q) * histogram.count();
    Bucket bucket = new Bucket(0, 0, false, false, 0);
    double count = 0;
    int next = 0;
    while (next < buckets.size() && !(bucket.count() != 0 && count >= rank)) {
      bucket = buckets.get(next++);
      count += bucket.count();
    }
    if (histogram.usesCustomBuckets()) {
      if (bucket.lower() == Double.NEGATIVE_INFINITY) {
        if (bucket.upper() <= 0) {
          return new Estimate(bucket.upper());
        }
        bucket = bucket.between(0, bucket.upper());
      } else if (bucket.upper() == Double.POSITIVE_INFINITY) {
        return new Estimate(bucket.lower());
      }
    } else if (bucket.lower() < 0 && bucket.upper() > 0) {
      bucket = oneSided(bucket, histogram);
    }
    count = Math.min(count, histogram.count());
    if (count < rank) {
      return nans ? new Estimate(Double.NaN, NanEffect.RESULT) : new Estimate(bucket.upper());
    }
    double inBucket = forward ? rank - (count - bucket.count()) : count - rank;
    double rest = count;
    for (Bucket higher : buckets.subList(next, buckets.size())) {
      rest += higher.count();
    }
    boolean linear = histogram.usesCustomBuckets() || (bucket.lower() <= 0 && bucket.upper() >= 0);
    return new Estimate(
        interpolate(bucket, inBucket / bucket.count(), linear),
        nans && rest < histogram.count() ? NanEffect.SKEWED : NanEffect.NONE);
  }

  private static double interpolate(Bucket bucket, double fraction, boolean linear) {
    double lower = bucket.lower();
    double upper = bucket.upper();
    if (linear) {
      return lower + (upper - lower) * fraction;
    }
    double logLower = Powers.log2(Math.abs(lower));
    double logUpper = Powers.log2(Math.abs(upper));
    return lower > 0
        ? Powers.exp2(logLower + (logUpper - logLower) * fraction)
        : -Powers.exp2(logUpper + (logLower - logUpper) * (1 - fraction));
  }

  /// The zero bucket ends at 0 where the histogram has buckets of the other sign only.
  private static Bucket oneSided(Bucket bucket, NativeHistogram histogram) {
    boolean positives = histogram.positiveBuckets().length > 0;
    boolean negatives = histogram.negativeBuckets().length > 0;
    if (positives == negatives) {
      return bucket;
    }
    return positives ? bucket.between(0, bucket.upper()) : bucket.between(bucket.lower(), 0);
  }

  /// The share of observations between `lower` and `upper`; NaN without observations.
  public static Estimate fraction(double lower, double upper, NativeHistogram histogram) {
    if (histogram.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
      return new Estimate(Double.NaN);
    }
    if (lower >= upper) {
      return new Estimate(0);
    }
    List<Bucket> buckets = HistogramBuckets.ascending(histogram);
    double counted = 0;
    for (Bucket bucket : buckets) {
      counted += bucket.count();
    }
    boolean nans = Double.isNaN(histogram.sum());
    double all = nans ? counted : histogram.count();
    double below = Math.min(rank(upper, buckets, histogram, all), all);
    double above = Math.min(rank(lower, buckets, histogram, all), all);
    return new Estimate(
        (below - above) / histogram.count(),
        nans && counted < histogram.count() ? NanEffect.SKEWED : NanEffect.NONE);
  }

  /// How many observations are below `value`; `all` when it is above all buckets.
  private static double rank(
      double value, List<Bucket> buckets, NativeHistogram histogram, double all) {
    double below = 0;
    for (Bucket written : buckets) {
      boolean zero = written.lower() <= 0 && written.upper() >= 0;
      Bucket bucket = zero ? oneSided(written, histogram) : written;
      if (bucket.lower() >= value) {
        return below;
      }
      if (bucket.upper() > value) {
        boolean linear = zero || histogram.usesCustomBuckets();
        return linear && bucket.lower() == Double.NEGATIVE_INFINITY
            ? bucket.count()
            : below + bucket.count() * bucket.shareBelow(value, linear);
      }
      below += bucket.count();
    }
    return all;
  }

  /// The variance of the observations, each taken to be in the middle of its bucket.
  public static double variance(NativeHistogram histogram) {
    double mean = histogram.sum() / histogram.count();
    double squares = 0;
    double lost = 0;
    for (Bucket bucket : HistogramBuckets.ascending(histogram)) {
      if (bucket.count() != 0) {
        double delta = middle(bucket, histogram.usesCustomBuckets()) - mean;
        double square = bucket.count() * delta * delta;
        double total = squares + square;
        lost = KahanSum.compensation(squares, square, total, lost);
        squares = total;
      }
    }
    return (squares + lost) / histogram.count();
  }

  private static double middle(Bucket bucket, boolean custom) {
    if (custom) {
      return (bucket.upper() + bucket.lower()) / 2;
    }
    if (bucket.lower() <= 0 && bucket.upper() >= 0) {
      return 0;
    }
    double geometric = Math.sqrt(bucket.upper() * bucket.lower());
    return bucket.upper() < 0 ? -geometric : geometric;
  }
}
