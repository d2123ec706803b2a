package io.mallwatch.monitors.business;

import java.util.Arrays;

/// What is usual at a moment of the week, and how far from it is still usual.
///
/// Median and spread of the same five-minute bucket of the week, and the two on either side, in
/// earlier weeks; spread is the greatest of the scaled median absolute deviation, the square root
/// of the median (counts scatter so by chance) and a twentieth of the median.
///
/// @param lower below is unusual; never negative
/// @param median the usual value
/// @param upper above is unusual
/// @param samples how many values it rests on
public record Baseline(double lower, double median, double upper, int samples) {

  /// How many spreads from the median are still usual.
  public static final double WIDTH = 4;

  private static final double MAD_TO_SIGMA = 1.4826;

  /// The band that `history` gives; its order does not matter.
  ///
  /// @throws IllegalArgumentException when `history` is empty
  static Baseline of(double[] history) {
    if (history.length == 0) {
      throw new IllegalArgumentException("a baseline needs history");
    }
    double median = median(history);
    double[] deviations = new double[history.length];
    for (int i = 0; i < history.length; i++) {
      deviations[i] = Math.abs(history[i] - median);
    }
    double spread =
        Math.max(
            MAD_TO_SIGMA * median(deviations),
            Math.max(Math.sqrt(Math.max(median, 1)), 0.05 * median));
    return new Baseline(
        Math.max(0, median - WIDTH * spread), median, median + WIDTH * spread, history.length);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
