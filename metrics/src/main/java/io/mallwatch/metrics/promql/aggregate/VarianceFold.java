package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.promql.column.StepColumn;
import org.jspecify.annotations.Nullable;

/// Variance or standard deviation by Welford's method.
final class VarianceFold implements Fold {

  private final int steps;
  private final boolean root;
  private final @Nullable StepColumn[] squares;
  private final double[][] means;
  private final double[][] counts;

  VarianceFold(int groups, int steps, boolean root) {
    this.steps = steps;
    this.root = root;
    this.squares = new StepColumn[groups];
    this.means = new double[groups][];
    this.counts = new double[groups][];
  }

  @Override
  public void add(int group, StepColumn column) {
    StepColumn square = squares[group];
    if (square == null) {
      square = new StepColumn(steps);
      squares[group] = square;
      means[group] = new double[steps];
      counts[group] = new double[steps];
    }
    double[] mean = means[group];
    double[] count = counts[group];
    for (int step = column.present().next(0); step >= 0; step = column.present().next(step + 1)) {
      double value = column.value(step);
      if (!square.has(step)) {
        square.set(step, Double.isFinite(value) ? 0 : Double.NaN);
        mean[step] = value;
        count[step] = 1;
        continue;
      }
      count[step]++;
      double delta = value - mean[step];
      mean[step] += delta / count[step];
      square.values()[step] += delta * (value - mean[step]);
    }
  }

  @Override
  public StepColumn result(int group) {
    StepColumn square = squares[group];
    if (square == null) {
      return new StepColumn(steps);
    }
    double[] values = square.values();
    for (int step = square.present().next(0); step >= 0; step = square.present().next(step + 1)) {
      double variance = values[step] / counts[group][step];
      values[step] = root ? Math.sqrt(variance) : variance;
    }
    return square;
  }
}
