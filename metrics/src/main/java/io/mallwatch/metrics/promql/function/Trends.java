package io.mallwatch.metrics.promql.function;

import io.mallwatch.model.BadQueryException;

/// Functions that fit a line or smooth.
final class Trends {

  private Trends() {}

  /// Slope per second of the least-squares line.
  static double deriv(Window window) {
    return window.size() < 2 ? Window.NONE : fit(window, window.time(0)).slope();
  }

  /// Where the least-squares line is the given number of seconds after the step.
  static double predictLinear(Window window) {
    if (window.size() < 2) {
      return Window.NONE;
    }
    Line line = fit(window, window.evaluatedAt());
    return line.slope() * window.arg(0) + line.intercept();
  }

  /// Least squares, with `origin` at x = 0.
  private static Line fit(Window window, long origin) {
    KahanSum sumX = new KahanSum();
    KahanSum sumY = new KahanSum();
    KahanSum sumXy = new KahanSum();
    KahanSum sumXx = new KahanSum();
    double firstY = window.value(0);
    boolean constant = true;
    int n = window.size();
    for (int i = 0; i < n; i++) {
      double y = window.value(i);
      double x = (window.time(i) - origin) / 1e3;
      constant &= i == 0 || y == firstY;
      sumX.add(x);
      sumY.add(y);
      sumXy.add(x * y);
      sumXx.add(x * x);
    }
    if (constant) {
      return Double.isInfinite(firstY) ? new Line(Double.NaN, Double.NaN) : new Line(0, firstY);
    }
    double covariance = sumXy.result() - sumX.result() * sumY.result() / n;
    double variance = sumXx.result() - sumX.result() * sumX.result() / n;
    double slope = covariance / variance;
    return new Line(slope, sumY.result() / n - slope * sumX.result() / n);
  }

  private record Line(double slope, double intercept) {}

  /// Holt's double exponential smoothing; arguments: smoothing factor, trend factor.
  static double doubleExponentialSmoothing(Window window) {
    double smoothing = window.arg(0);
    double trend = window.arg(1);
    factor("smoothing", "sf", smoothing);
    factor("trend", "tf", trend);
    if (window.size() < 2) {
      return Window.NONE;
    }
    double before = 0;
    double level = window.value(0);
    double slope = window.value(1) - window.value(0);
    for (int i = 1; i < window.size(); i++) {
      if (i > 1) {
        slope = trend * (level - before) + (1 - trend) * slope;
      }
      double next = smoothing * window.value(i) + (1 - smoothing) * (level + slope);
      before = level;
      level = next;
    }
    return level;
  }

  private static void factor(String name, String symbol, double value) {
    if (!(value > 0 && value < 1)) {
      throw BadQueryException.whileComputing(
          "invalid %s factor. Expected: 0 < %s < 1, got: %f".formatted(name, symbol, value));
    }
  }
}
