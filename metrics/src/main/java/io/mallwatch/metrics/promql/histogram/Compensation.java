package io.mallwatch.metrics.promql.histogram;

/// What rounding takes from a sum (Kahan's method, with Neumaier's improvement).
final class Compensation {

  private Compensation() {}

  /// The compensation after adding `value` to `sum` gave `total`.
  static double after(double sum, double value, double total, double before) {
    if (Double.isInfinite(total)) {
      return 0;
    }
    return Math.abs(sum) >= Math.abs(value)
        ? before + ((sum - total) + value)
        : before + ((value - total) + sum);
  }
}
