package io.mallwatch.metrics.promql.function;

/// The `*_over_time` functions; none is called with an empty window.
final class OverTime {

  private OverTime() {}

  @FunctionalInterface
  private interface Comparison {
    boolean beats(double now, double best);
  }

  static double sum(Window window) {
    KahanSum sum = new KahanSum();
    for (int i = 0; i < window.size(); i++) {
      sum.add(window.value(i));
    }
    return Double.isInfinite(sum.sum()) ? sum.sum() : sum.result();
  }

  static double avg(Window window) {
    KahanMean mean = new KahanMean();
    for (int i = 0; i < window.size(); i++) {
      mean.add(window.value(i));
    }
    return mean.result();
  }

  static double count(Window window) {
    return window.size();
  }

  static double min(Window window) {
    return window.value(extreme(window, (now, best) -> now < best));
  }

  static double max(Window window) {
    return window.value(extreme(window, (now, best) -> now > best));
  }

  static double timeOfMin(Window window) {
    return window.time(extreme(window, (now, best) -> now <= best)) / 1e3;
  }

  static double timeOfMax(Window window) {
    return window.time(extreme(window, (now, best) -> now >= best)) / 1e3;
  }

  /// Index of the best sample; a NaN is beaten by anything.
  private static int extreme(Window window, Comparison comparison) {
    int best = 0;
    for (int i = 1; i < window.size(); i++) {
      double holder = window.value(best);
      if (Double.isNaN(holder) || comparison.beats(window.value(i), holder)) {
        best = i;
      }
    }
    return best;
  }

  static double first(Window window) {
    return window.value(0);
  }

  static double last(Window window) {
    return window.lastValue();
  }

  static double timeOfFirst(Window window) {
    return window.time(0) / 1e3;
  }

  static double timeOfLast(Window window) {
    return window.lastTime() / 1e3;
  }

  static double present(Window window) {
    return window.size() > 0 ? 1 : Window.NONE;
  }

  static double stdvar(Window window) {
    KahanSum mean = new KahanSum();
    KahanSum squares = new KahanSum();
    for (int i = 0; i < window.size(); i++) {
      double delta = window.value(i) - mean.result();
      mean.add(delta / (i + 1));
      squares.add(delta * (window.value(i) - mean.result()));
    }
    return squares.result() / window.size();
  }

  static double stddev(Window window) {
    return Math.sqrt(stdvar(window));
  }

  static double quantile(Window window) {
    return Quantiles.quantile(window.arg(0), copy(window), window.size());
  }

  /// Median of the distances from the median.
  static double mad(Window window) {
    double[] values = copy(window);
    for (double value : values) {
      if (Double.isNaN(value)) {
        return Double.NaN;
      }
    }
    double median = Quantiles.quantile(0.5, values, values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i] - median);
    }
    return Quantiles.quantile(0.5, values, values.length);
  }

  private static double[] copy(Window window) {
    double[] values = new double[window.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = window.value(i);
    }
    return values;
  }
}
