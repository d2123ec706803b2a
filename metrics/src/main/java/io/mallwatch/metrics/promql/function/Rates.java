package io.mallwatch.metrics.promql.function;

import io.mallwatch.metrics.promql.column.StepColumn;

/// Functions on how fast a value moves.
final class Rates {

  private Rates() {}

  /// `rate`, `increase` or `delta`: the difference of the last and first sample of each window,
  /// scaled up to the whole window ([Extrapolation]).
  ///
  /// @param counter whether falls are resets, and the value never was below zero
  static void extrapolated(Window window, StepColumn out, boolean counter, boolean perSecond) {
    Extrapolation scale = window.extrapolation(perSecond);
    int[] firsts = window.bounds().firsts();
    int[] afters = window.bounds().afters();
    double[] samples = window.samples().values();
    double[] values = out.values();
    double[] factors = scale.factors();
    boolean resets = counter && window.hasDrops();
    for (int step = 0; step < values.length; step++) {
      int last = afters[step] - 1;
      int first = firsts[step];
      if (last <= first) {
        continue;
      }
      double start = samples[first];
      double result = samples[last] - start;
      if (resets) {
        window.moveTo(step);
        result = window.correctedForResets(result);
      }
      boolean limited =
          counter && result > 0 && start >= 0 && scale.mayReachZero(step, start, result);
      values[step] = result * (limited ? scale.fromZero(step, start, result) : factors[step]);
    }
    out.present().copyFrom(scale.defined());
  }

  static double irate(Window window) {
    int count = window.size();
    if (count < 2) {
      return Window.NONE;
    }
    double last = window.value(count - 1);
    double previous = window.value(count - 2);
    double millis = window.time(count - 1) - window.time(count - 2);
    return (last < previous ? last : last - previous) / (millis / 1e3);
  }

  static double idelta(Window window) {
    int count = window.size();
    return count < 2 ? Window.NONE : window.value(count - 1) - window.value(count - 2);
  }

  static double resets(Window window) {
    return window.resets();
  }

  /// How often the value changed; NaN after NaN is no change.
  static void changes(Window window, StepColumn out) {
    double[] samples = window.samples().values();
    int size = window.samples().size();
    int[] upTo = window.counts(size);
    upTo[0] = 0;
    for (int i = 1; i < size; i++) {
      double before = samples[i - 1];
      double now = samples[i];
      boolean changed = before != now && !(Double.isNaN(before) && Double.isNaN(now));
      upTo[i] = upTo[i - 1] + (changed ? 1 : 0);
    }
    int[] firsts = window.bounds().firsts();
    int[] afters = window.bounds().afters();
    double[] values = out.values();
    for (int step = 0; step < values.length; step++) {
      if (afters[step] > firsts[step]) {
        values[step] = upTo[afters[step] - 1] - upTo[firsts[step]];
      }
    }
    out.present().copyFrom(window.bounds().shows());
  }
}
