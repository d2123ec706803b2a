package io.mallwatch.metrics.promql.function;

/// A mean by Kahan's sum; when the sum would overflow it goes on incrementally. Not thread-safe.
public final class KahanMean {

  private final KahanSum sum = new KahanSum();
  private double count;
  private boolean incremental;

  /// One that has taken `count` values, which make `sum` with `compensation` still to be added.
  public static KahanMean of(double sum, double compensation, double count) {
    KahanMean mean = new KahanMean();
    mean.sum.reset(sum, compensation);
    mean.count = count;
    return mean;
  }

  /// Takes the next value.
  public void add(double value) {
    count++;
    if (count == 1) {
      sum.reset(value, 0);
      return;
    }
    if (!incremental) {
      double total = sum.sum() + value;
      if (!Double.isInfinite(total)) {
        sum.add(value);
        return;
      }
      incremental = true;
      sum.reset(sum.sum() / (count - 1), sum.compensation() / (count - 1));
    }
    double keep = (count - 1) / count;
    sum.reset(keep * sum.sum(), keep * sum.compensation());
    sum.add(value / count);
  }

  /// Forgets all values.
  public void clear() {
    sum.reset(0, 0);
    count = 0;
    incremental = false;
  }

  /// The mean; NaN when nothing was added.
  public double result() {
    return incremental ? sum.result() : sum.sum() / count + sum.compensation() / count;
  }
}
