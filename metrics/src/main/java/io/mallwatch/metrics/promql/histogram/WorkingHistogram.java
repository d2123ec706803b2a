package io.mallwatch.metrics.promql.histogram;

import io.mallwatch.metrics.BucketBounds;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.promql.function.KahanSum;
import java.util.stream.DoubleStream;

/// A histogram while it is computed. When compensated it carries for every number what rounding
/// took from it. Not thread-safe.
final class WorkingHistogram {

  private int schema;
  private double zeroThreshold;
  private double zeroCount;
  private double zeroLost;
  private double count;
  private double countLost;
  private double sum;
  private double sumLost;
  private Buckets positive;
  private Buckets negative;
  private double[] bounds;
  private ResetHint hint;
  private boolean compensated;

  private WorkingHistogram(NativeHistogram from) {
    schema = from.schema();
    zeroThreshold = from.zeroThreshold();
    zeroCount = from.zeroCount();
    count = from.count();
    sum = from.sum();
    positive = positive(from);
    negative = negative(from);
    bounds = from.customValues();
    hint = from.hint();
  }

  private WorkingHistogram(WorkingHistogram from) {
    schema = from.schema;
    zeroThreshold = from.zeroThreshold;
    zeroCount = from.zeroCount;
    zeroLost = from.zeroLost;
    count = from.count;
    countLost = from.countLost;
    sum = from.sum;
    sumLost = from.sumLost;
    positive = from.positive;
    negative = from.negative;
    bounds = from.bounds;
    hint = from.hint;
    compensated = from.compensated;
  }

  static WorkingHistogram of(NativeHistogram from) {
    return new WorkingHistogram(from);
  }

  static Buckets positive(NativeHistogram histogram) {
    return Buckets.of(histogram.positiveSpans(), histogram.positiveBuckets());
  }

  static Buckets negative(NativeHistogram histogram) {
    return Buckets.of(histogram.negativeSpans(), histogram.negativeBuckets());
  }

  WorkingHistogram copy() {
    return new WorkingHistogram(this);
  }

  /// From now on [#add] keeps what rounding would lose.
  void compensate() {
    compensated = true;
    positive = positive.compensated();
    negative = negative.compensated();
  }

  /// Adds `other` times `sign`, which is 1 or -1.
  ///
  /// @throws IllegalArgumentException when only one has custom bounds
  HistogramMath.Merge add(NativeHistogram other, double sign) {
    if (usesCustomBuckets() != other.usesCustomBuckets()) {
      throw new IllegalArgumentException("custom and exponential buckets don't add up");
    }
    boolean conflict = mergeHint(other.hint());
    if (!other.usesCustomBuckets()) {
      addZero(reconcileZero(other) * sign);
    }
    addCount(other.count() * sign);
    addSum(other.sum() * sign);
    boolean reconciled =
        other.usesCustomBuckets() ? addCustom(other, sign) : addExponential(other, sign);
    return new HistogramMath.Merge(conflict, reconciled);
  }

  private boolean addExponential(NativeHistogram other, double sign) {
    if (other.schema() < schema) {
      reduce(other.schema());
    }
    positive = positive.plus(toAdd(positive(other), other.schema(), sign));
    negative = negative.plus(toAdd(negative(other), other.schema(), sign));
    return false;
  }

  private Buckets toAdd(Buckets buckets, int from, double sign) {
    Buckets source = compensated && from != schema ? buckets.compensated() : buckets;
    Buckets reduced = source.reduced(from, schema).above(zeroThreshold, schema);
    return sign == 1 ? reduced : reduced.times(sign);
  }

  private boolean addCustom(NativeHistogram other, double sign) {
    Buckets others = positive(other);
    double[] otherBounds = other.customValues();
    boolean reconciled = !HistogramResets.sameBounds(bounds, otherBounds);
    if (reconciled) {
      double[] shared = shared(bounds, otherBounds);
      positive = positive.mapped(bounds, shared);
      others = (compensated ? others.compensated() : others).mapped(otherBounds, shared);
      bounds = shared;
    }
    positive = positive.plus(sign == 1 ? others : others.times(sign));
    if (reconciled) {
      positive = positive.compact();
    }
    return reconciled;
  }

  /// The bounds that are in both.
  static double[] shared(double[] left, double[] right) {
    DoubleStream.Builder shared = DoubleStream.builder();
    int i = 0;
    int j = 0;
    while (i < left.length && j < right.length) {
      if (left[i] == right[j]) {
        shared.add(left[i++]);
        j++;
      } else if (left[i] < right[j]) {
        i++;
      } else {
        j++;
      }
    }
    return shared.build().toArray();
  }

  private void addZero(double value) {
    double total = zeroCount + value;
    zeroLost = compensated ? KahanSum.compensation(zeroCount, value, total, zeroLost) : 0;
    zeroCount = total;
  }

  private void addCount(double value) {
    double total = count + value;
    countLost = compensated ? KahanSum.compensation(count, value, total, countLost) : 0;
    count = total;
  }

  private void addSum(double value) {
    double total = sum + value;
    sumLost = compensated ? KahanSum.compensation(sum, value, total, sumLost) : 0;
    sum = total;
  }

  /// Returns whether one is [ResetHint#RESET] and the other [ResetHint#NOT_RESET].
  private boolean mergeHint(ResetHint other) {
    if (other == hint || hint == ResetHint.GAUGE) {
      return false;
    }
    if (other == ResetHint.GAUGE) {
      hint = ResetHint.GAUGE;
      return false;
    }
    boolean conflict = hint != ResetHint.UNKNOWN && other != ResetHint.UNKNOWN;
    hint = ResetHint.UNKNOWN;
    return conflict;
  }

  /// Widens this zero bucket to cover that of `other`, and returns the count that the zero bucket
  /// of `other` has with the same width.
  private double reconcileZero(NativeHistogram other) {
    if (other.zeroThreshold() == zeroThreshold) {
      return other.zeroCount();
    }
    WorkingHistogram wider = new WorkingHistogram(other);
    while (wider.zeroThreshold != zeroThreshold) {
      if (wider.zeroThreshold < zeroThreshold) {
        wider.widenZero(zeroThreshold);
      } else {
        widenZero(wider.zeroThreshold);
      }
    }
    return wider.zeroCount;
  }

  /// Makes the zero bucket at least as wide as `threshold` and takes the buckets inside into it. A
  /// bucket with observations that is cut is taken whole.
  void widenZero(double threshold) {
    double covered = covered(threshold);
    addInside(positive, covered);
    addInside(negative, covered);
    zeroThreshold = covered;
    positive = positive.startingAt(covered, schema).compact();
    negative = negative.startingAt(covered, schema).compact();
  }

  private void addInside(Buckets buckets, double threshold) {
    for (int i = 0; i < buckets.size(); i++) {
      if (BucketBounds.upper(buckets.indexes()[i] - 1, schema) >= threshold) {
        return;
      }
      addZero(buckets.counts()[i]);
      double[] lost = buckets.lost();
      if (lost != null) {
        addZero(lost[i]);
      }
    }
  }

  /// `threshold`, or more so that no bucket with observations is cut.
  private double covered(double threshold) {
    double covered = threshold;
    while (true) {
      double next = uncut(negative, uncut(positive, covered));
      if (next == covered) {
        return covered;
      }
      covered = next;
    }
  }

  private double uncut(Buckets buckets, double threshold) {
    for (int i = 0; i < buckets.size(); i++) {
      int index = buckets.indexes()[i];
      if (BucketBounds.upper(index - 1, schema) >= threshold) {
        break;
      }
      double upper = BucketBounds.upper(index, schema);
      if (upper > threshold && buckets.counts()[i] != 0) {
        return upper;
      }
    }
    return threshold;
  }

  boolean usesCustomBuckets() {
    return schema == NativeHistogram.CUSTOM_BUCKETS;
  }

  double zeroThreshold() {
    return zeroThreshold;
  }

  double zeroCount() {
    return zeroCount;
  }

  void reduce(int target) {
    positive = positive.reduced(schema, target);
    negative = negative.reduced(schema, target);
    schema = target;
  }

  void multiply(double factor) {
    zeroCount *= factor;
    zeroLost *= factor;
    count *= factor;
    countLost *= factor;
    sum *= factor;
    sumLost *= factor;
    positive = positive.times(factor);
    negative = negative.times(factor);
    hint = factor < 0 ? ResetHint.GAUGE : hint;
  }

  void divide(double divisor) {
    zeroCount /= divisor;
    zeroLost = divisor == 0 ? 0 : zeroLost / divisor;
    count /= divisor;
    countLost = divisor == 0 ? 0 : countLost / divisor;
    sum /= divisor;
    sumLost = divisor == 0 ? 0 : sumLost / divisor;
    positive = divisor == 0 ? Buckets.NONE : positive.dividedBy(divisor);
    negative = divisor == 0 ? Buckets.NONE : negative.dividedBy(divisor);
    hint = divisor < 0 ? ResetHint.GAUGE : hint;
  }

  void compact() {
    positive = positive.compact();
    negative = negative.compact();
  }

  /// Whether any number is infinite.
  boolean overflows() {
    return Double.isInfinite(zeroCount)
        || Double.isInfinite(count)
        || Double.isInfinite(sum)
        || overflows(positive)
        || overflows(negative);
  }

  private static boolean overflows(Buckets buckets) {
    for (int i = 0; i < buckets.size(); i++) {
      if (Double.isInfinite(buckets.counts()[i])) {
        return true;
      }
    }
    return false;
  }

  /// The result, compensations added.
  NativeHistogram settled() {
    Buckets up = positive.settled();
    Buckets down = negative.settled();
    return new NativeHistogram(
        schema,
        zeroThreshold,
        zeroCount + zeroLost,
        count + countLost,
        sum + sumLost,
        up.spans(),
        up.exactCounts(),
        down.spans(),
        down.exactCounts(),
        bounds,
        hint);
  }
}
