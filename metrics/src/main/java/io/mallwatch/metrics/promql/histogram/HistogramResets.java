package io.mallwatch.metrics.promql.histogram;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;

/// Finds where a histogram was reset to zero between two samples.
public final class HistogramResets {

  private HistogramResets() {}

  /// Whether `now` can't have grown from `before`: its hint says so, or, when the hint says
  /// nothing, any count fell, a bucket is gone, or the resolution rose.
  public static boolean between(NativeHistogram before, NativeHistogram now) {
    if (now.hint() == ResetHint.RESET || now.hint() == ResetHint.NOT_RESET) {
      return now.hint() == ResetHint.RESET;
    }
    if (now.count() < before.count()) {
      return true;
    }
    if (now.usesCustomBuckets()) {
      return !before.usesCustomBuckets() || customFell(before, now);
    }
    if (now.schema() > before.schema() || now.zeroThreshold() < before.zeroThreshold()) {
      return true;
    }
    return zeroFell(before, now)
        || fell(WorkingHistogram.positive(before), WorkingHistogram.positive(now), before, now)
        || fell(WorkingHistogram.negative(before), WorkingHistogram.negative(now), before, now);
  }

  private static boolean zeroFell(NativeHistogram before, NativeHistogram now) {
    if (before.zeroThreshold() == now.zeroThreshold()) {
      return now.zeroCount() < before.zeroCount();
    }
    WorkingHistogram wider = WorkingHistogram.of(before);
    wider.widenZero(now.zeroThreshold());
    return wider.zeroThreshold() != now.zeroThreshold() || now.zeroCount() < wider.zeroCount();
  }

  private static boolean fell(
      Buckets before, Buckets now, NativeHistogram beforeAll, NativeHistogram nowAll) {
    int schema = nowAll.schema();
    double threshold = nowAll.zeroThreshold();
    return fell(
        before.reduced(beforeAll.schema(), schema).above(threshold, schema),
        now.above(threshold, schema));
  }

  /// Whether a bucket is gone or has less.
  private static boolean fell(Buckets before, Buckets now) {
    for (int i = 0; i < before.size(); i++) {
      double count = now.countAt(before.indexes()[i]);
      boolean gone = Double.isNaN(count) && before.counts()[i] != 0;
      if (gone || count < before.counts()[i]) {
        return true;
      }
    }
    return false;
  }

  private static boolean customFell(NativeHistogram before, NativeHistogram now) {
    Buckets earlier = WorkingHistogram.positive(before);
    Buckets later = WorkingHistogram.positive(now);
    if (sameBounds(before.customValues(), now.customValues())) {
      return fell(earlier, later);
    }
    double[] shared = WorkingHistogram.shared(before.customValues(), now.customValues());
    return fell(
        earlier.mapped(before.customValues(), shared), later.mapped(now.customValues(), shared));
  }

  static boolean sameBounds(double[] left, double[] right) {
    if (left.length != right.length) {
      return false;
    }
    for (int i = 0; i < left.length; i++) {
      if (left[i] != right[i]) {
        return false;
      }
    }
    return true;
  }
}
