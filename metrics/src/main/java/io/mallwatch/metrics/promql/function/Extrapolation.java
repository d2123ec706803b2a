package io.mallwatch.metrics.promql.function;

import io.mallwatch.metrics.promql.column.Presence;

/// By how much the difference of the first and last sample of a window is scaled up to the whole
/// window. Where the first or last sample is further from the window's edge than samples are from
/// each other (10 % more), the series is taken to start or end half a distance away; a counter
/// never below zero. All but the last follows from timestamps, so it is computed once for series
/// that have the same. Not thread-safe.
final class Extrapolation {

  private static final double CLOSE_TO_EDGE = 1.1;

  /// More than rounding could make up.
  private static final double SURELY = 1.000001;

  private final boolean perSecond;
  private final double rangeSeconds;
  private final double[] sampled;
  private final double[] toStart;
  private final double[] toEnd;
  private final double[] factors;
  private final Presence defined;
  private int generation = -1;

  /// @param rangeSeconds length of the windows
  Extrapolation(int steps, double rangeSeconds, boolean perSecond) {
    this.perSecond = perSecond;
    this.rangeSeconds = rangeSeconds;
    this.sampled = new double[steps];
    this.toStart = new double[steps];
    this.toEnd = new double[steps];
    this.factors = new double[steps];
    this.defined = new Presence(steps);
  }

  /// Takes the windows of the next series.
  void fit(WindowBounds bounds, long[] times) {
    if (generation == bounds.generation()) {
      return;
    }
    generation = bounds.generation();
    defined.clear();
    for (int step = 0; step < factors.length; step++) {
      int first = bounds.firsts()[step];
      int last = bounds.afters()[step] - 1;
      if (last <= first) {
        continue;
      }
      defined.set(step);
      double start = (times[first] - (bounds.end(step) - bounds.lengthMillis())) / 1e3;
      double end = (bounds.end(step) - times[last]) / 1e3;
      sampled[step] = (times[last] - times[first]) / 1e3;
      double distance = sampled[step] / (last - first);
      double threshold = distance * CLOSE_TO_EDGE;
      toStart[step] = start >= threshold ? distance / 2 : start;
      toEnd[step] = end >= threshold ? distance / 2 : end;
      factors[step] = factor(step, toStart[step]);
    }
  }

  private double factor(int step, double start) {
    double length = sampled[step];
    double factor = length == 0 ? 1 : (length + start + toEnd[step]) / length;
    return perSecond ? factor / rangeSeconds : factor;
  }

  /// The steps whose windows show two samples or more.
  Presence defined() {
    return defined;
  }

  /// By which the difference is multiplied at each of them.
  double[] factors() {
    return factors;
  }

  /// Whether a counter that started at `value` and rose by `rise` may have been zero after the
  /// start of the window; spares a division where it surely was not.
  boolean mayReachZero(int step, double value, double rise) {
    double far = value * sampled[step];
    return !(far > toStart[step] * rise * SURELY) || far == Double.POSITIVE_INFINITY;
  }

  /// The factor when the counter is taken to start not before it was zero.
  double fromZero(int step, double value, double rise) {
    return factor(step, Math.min(toStart[step], sampled[step] * (value / rise)));
  }
}
