package io.mallwatch.metrics.promql.function;

/// Functions on how fast a value moves.
final class Rates {

  private static final double CLOSE_TO_EDGE = 1.1;

  private Rates() {}

  static double rate(Window window) {
    return extrapolated(window, true, true);
  }

  static double increase(Window window) {
    return extrapolated(window, true, false);
  }

  static double delta(Window window) {
    return extrapolated(window, false, false);
  }

  /// The difference of the last and first sample, scaled up to the whole window. Where the first or
  /// last sample is further from the window's edge than samples are from each other (10 % more),
  /// the series is taken to start or end half a distance away; a counter never below zero.
  private static double extrapolated(Window window, boolean counter, boolean perSecond) {
    int count = window.size();
    if (count < 2) {
      return Window.NONE;
    }
    double result = window.lastValue() - window.value(0);
    if (counter) {
      result = window.correctedForResets(result);
    }
    double toStart = (window.time(0) - window.rangeStart()) / 1e3;
    double toEnd = (window.rangeEnd() - window.lastTime()) / 1e3;
    double sampled = (window.lastTime() - window.time(0)) / 1e3;
    double distance = sampled / (count - 1);
    double threshold = distance * CLOSE_TO_EDGE;
    if (toStart >= threshold) {
      toStart = distance / 2;
    }
    if (counter && result > 0 && window.value(0) >= 0) {
      toStart = Math.min(toStart, sampled * (window.value(0) / result));
    }
    if (toEnd >= threshold) {
      toEnd = distance / 2;
    }
    double factor = sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
    return result * (perSecond ? factor / window.rangeSeconds() : factor);
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
  static double changes(Window window) {
    int changes = 0;
    for (int i = 1; i < window.size(); i++) {
      double before = window.value(i - 1);
      double now = window.value(i);
      if (before != now && !(Double.isNaN(before) && Double.isNaN(now))) {
        changes++;
      }
    }
    return changes;
  }
}
