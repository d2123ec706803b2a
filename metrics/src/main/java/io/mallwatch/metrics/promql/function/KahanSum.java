package io.mallwatch.metrics.promql.function;

/// A sum that keeps what rounding would lose (Kahan's method, with Neumaier's improvement). Not
/// thread-safe.
///
/// Prometheus adds in just this way, so that results agree to the last bit.
public final class KahanSum {

  private double sum;
  private double compensation;

  /// Starts from `sum` with `compensation` carried over.
  void reset(double sum, double compensation) {
    this.sum = sum;
    this.compensation = compensation;
  }

  void add(double value) {
    double total = sum + value;
    compensation = compensation(sum, value, total, compensation);
    sum = total;
  }

  /// The compensation after adding `value` to `sum` gave `total`.
  public static double compensation(double sum, double value, double total, double before) {
    if (Double.isInfinite(total)) {
      return 0;
    }
    return Math.abs(sum) >= Math.abs(value)
        ? before + ((sum - total) + value)
        : before + ((value - total) + sum);
  }

  /// Without the compensation.
  double sum() {
    return sum;
  }

  double compensation() {
    return compensation;
  }

  double result() {
    return sum + compensation;
  }
}
