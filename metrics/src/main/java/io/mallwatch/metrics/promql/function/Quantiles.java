package io.mallwatch.metrics.promql.function;

import java.util.Arrays;

/// Quantiles of plain values.
public final class Quantiles {

  private Quantiles() {}

  /// The `q`-quantile of the first `count` of `values`, interpolated between neighbours; sorts them
  /// (NaN first). -Inf and +Inf for `q` below 0 and above 1, NaN when there are no values.
  public static double quantile(double q, double[] values, int count) {
    sort(values, count);
    return ofSorted(q, values, count);
  }

  /// As [#quantile(double, double[], int)], of values that are sorted already.
  static double ofSorted(double q, double[] values, int count) {
    if (count == 0 || Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    double rank = q * (count - 1);
    int lower = (int) Math.max(0, Math.floor(rank));
    int upper = Math.min(count - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    return values[lower] * (1 - weight) + values[upper] * weight;
  }

  /// NaN first.
  static void sort(double[] values, int count) {
    Arrays.sort(values, 0, count);
    int nans = 0;
    while (nans < count && Double.isNaN(values[count - 1 - nans])) {
      nans++;
    }
    if (nans > 0 && nans < count) {
      System.arraycopy(values, 0, values, nans, count - nans);
      Arrays.fill(values, 0, nans, Double.NaN);
    }
  }
}
