package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.promql.column.StepColumn;
import org.jspecify.annotations.Nullable;

/// Sums by Kahan's method with Neumaier's improvement: the lost part of each addition is exact
/// (Knuth's TwoSum, which needs no branch), so that results agree with Prometheus's to the last
/// bit.
final class SumFold implements Fold {

  private final int steps;
  private final @Nullable StepColumn[] sums;
  private final double[][] lost;

  SumFold(int groups, int steps) {
    this.steps = steps;
    this.sums = new StepColumn[groups];
    this.lost = new double[groups][];
  }

  @Override
  public void add(int group, StepColumn column) {
    StepColumn sum = sums[group];
    if (sum == null) {
      sum = new StepColumn(steps);
      sums[group] = sum;
      lost[group] = new double[steps];
    }
    if (column.present().isFull() && sum.present().isFull()) {
      addRun(column.values(), sum.values(), lost[group], 0, steps);
      return;
    }
    long[] words = column.present().words();
    long[] had = sum.present().words();
    for (int i = 0; i < words.length; i++) {
      long word = words[i];
      if (word == 0) {
        continue;
      }
      int run = Fold.denseRun(word, had[i]);
      if (run > 0) {
        addRun(column.values(), sum.values(), lost[group], i << 6, (i << 6) + run);
      } else {
        addBits(word, i << 6, column.values(), sum, lost[group]);
      }
    }
  }

  private static void addRun(double[] values, double[] sums, double[] lost, int from, int to) {
    for (int step = from; step < to; step++) {
      double before = sums[step];
      double value = values[step];
      double total = before + value;
      double added = total - before;
      lost[step] += (before - (total - added)) + (value - added);
      sums[step] = total;
    }
  }

  private static void addBits(long word, int base, double[] values, StepColumn sum, double[] lost) {
    for (long rest = word; rest != 0; rest &= rest - 1) {
      int step = base + Long.numberOfTrailingZeros(rest);
      if (sum.has(step)) {
        addRun(values, sum.values(), lost, step, step + 1);
      } else {
        sum.set(step, values[step]);
      }
    }
  }

  /// Without what was lost.
  @Nullable StepColumn raw(int group) {
    return sums[group];
  }

  double[] lost(int group) {
    return lost[group];
  }

  @Override
  public StepColumn result(int group) {
    StepColumn sum = sums[group];
    if (sum == null) {
      return new StepColumn(steps);
    }
    double[] values = sum.values();
    for (int step = sum.present().next(0); step >= 0; step = sum.present().next(step + 1)) {
      if (!Double.isInfinite(values[step])) {
        values[step] += lost[group][step];
      }
    }
    return sum;
  }
}
