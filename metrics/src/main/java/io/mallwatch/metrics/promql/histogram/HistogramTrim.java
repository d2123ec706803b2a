package io.mallwatch.metrics.promql.histogram;

import io.mallwatch.metrics.NativeHistogram;

/// The trim operators: a histogram without the observations above (`</`) or below (`>/`) a value. A
/// bucket that is cut keeps a share; count and sum are then estimated from the buckets.
public final class HistogramTrim {

  private final NativeHistogram histogram;
  private final double at;
  private final boolean upper;
  private double count;
  private double sum;
  private boolean changed;

  private HistogramTrim(NativeHistogram histogram, double at, boolean upper) {
    this.histogram = histogram;
    this.at = at;
    this.upper = upper;
  }

  /// Without the observations above `at`.
  public static NativeHistogram removeAbove(NativeHistogram histogram, double at) {
    return new HistogramTrim(histogram, at, true).trimmed();
  }

  /// Without the observations below `at`.
  public static NativeHistogram removeBelow(NativeHistogram histogram, double at) {
    return new HistogramTrim(histogram, at, false).trimmed();
  }

  /// Some observations and the value that stands for each.
  private record Share(double count, double middle) {}

  private NativeHistogram trimmed() {
    Buckets positive = WorkingHistogram.positive(histogram);
    Buckets negative = WorkingHistogram.negative(histogram);
    double[] keptPositive = keep(positive, true);
    double[] keptNegative = keep(negative, false);
    double zero = histogram.zeroCount() > 0 ? zero(positive, negative) : histogram.zeroCount();
    if (!changed) {
      return histogram;
    }
    Buckets up = new Buckets(positive.size(), positive.indexes(), keptPositive, null).compact();
    Buckets down = new Buckets(negative.size(), negative.indexes(), keptNegative, null).compact();
    return new NativeHistogram(
        histogram.schema(),
        histogram.zeroThreshold(),
        zero,
        count,
        sum,
        up.spans(),
        up.exactCounts(),
        down.spans(),
        down.exactCounts(),
        histogram.customValues(),
        histogram.hint());
  }

  private double[] keep(Buckets buckets, boolean positive) {
    double[] kept = new double[buckets.size()];
    for (int i = 0; i < kept.length; i++) {
      Bucket bucket =
          positive
              ? HistogramBuckets.positive(histogram, buckets, i)
              : HistogramBuckets.negative(histogram, buckets, i);
      if (bucket.count() != 0) {
        Share share = share(bucket, positive);
        kept[i] = share.count();
        take(share, bucket.count());
      }
    }
    return kept;
  }

  private void take(Share share, double before) {
    count += share.count();
    sum += share.count() == 0 ? 0 : share.middle() * share.count();
    changed |= share.count() != before;
  }

  private Share share(Bucket bucket, boolean positive) {
    boolean inside = upper ? bucket.upper() <= at : bucket.lower() >= at;
    if (inside) {
      return new Share(bucket.count(), middle(bucket.lower(), bucket.upper(), positive));
    }
    boolean cut = upper ? bucket.lower() < at : bucket.upper() > at;
    if (!cut) {
      changed = true;
      return new Share(0, 0);
    }
    if (Double.isInfinite(bucket.lower()) || bucket.upper() == Double.POSITIVE_INFINITY) {
      return infinite(bucket);
    }
    double below = bucket.count() * bucket.shareBelow(at, histogram.usesCustomBuckets());
    return upper
        ? new Share(below, middle(bucket.lower(), at, positive))
        : new Share(bucket.count() - below, middle(at, bucket.upper(), positive));
  }

  /// Of a bucket that is cut and has no bound on one side. How its observations are spread isn't
  /// known, but for the lowest with a positive bound, which is taken to start at 0.
  private Share infinite(Bucket bucket) {
    double bound = bucket.upper();
    if (bucket.lower() != Double.NEGATIVE_INFINITY) {
      return upper ? new Share(0, 0) : new Share(bucket.count(), at);
    }
    if (bound == Double.POSITIVE_INFINITY) {
      return new Share(0, 0);
    }
    if (upper) {
      if (at > 0 && bound > 0) {
        return new Share(bucket.count() * at / bound, at / 2);
      }
      return bound <= 0 ? new Share(bucket.count(), at) : new Share(0, 0);
    }
    return at >= 0
        ? new Share(bucket.count() * (1 - at / bound), (at + bound) / 2)
        : new Share(0, 0);
  }

  /// The zero bucket ends at 0 on a side where no bucket has observations.
  private double zero(Buckets positive, Buckets negative) {
    boolean positives = hasObservations(positive);
    boolean negatives = hasObservations(negative);
    double lower = positives && !negatives ? 0 : -histogram.zeroThreshold();
    double higher = negatives && !positives ? 0 : histogram.zeroThreshold();
    double all = histogram.zeroCount();
    double from = upper ? lower : Math.clamp(at, lower, higher);
    double to = upper ? Math.clamp(at, lower, higher) : higher;
    Share share;
    if (from == lower && to == higher) {
      boolean kept = upper ? at > lower : at <= lower;
      share = kept ? new Share(all, (lower + higher) / 2) : new Share(0, 0);
    } else {
      share = new Share(all * ((to - from) / (higher - lower)), (from + to) / 2);
    }
    take(share, all);
    return share.count();
  }

  private static boolean hasObservations(Buckets buckets) {
    for (int i = 0; i < buckets.size(); i++) {
      if (buckets.counts()[i] != 0) {
        return true;
      }
    }
    return false;
  }

  private double middle(double from, double to, boolean positive) {
    if (Double.isInfinite(from)) {
      if (Double.isInfinite(to)) {
        return 0;
      }
      return to > 0 ? to / 2 : to;
    }
    if (Double.isInfinite(to)) {
      return from;
    }
    if (histogram.usesCustomBuckets()) {
      return (from + to) / 2;
    }
    double geometric = Math.sqrt(Math.abs(from * to));
    return positive ? geometric : -geometric;
  }
}
