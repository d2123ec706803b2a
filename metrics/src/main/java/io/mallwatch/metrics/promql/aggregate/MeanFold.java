package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.function.KahanMean;
import org.jspecify.annotations.Nullable;

/// Means: a sum and a count; steps whose sum overflows are done over by [KahanMean].
final class MeanFold implements Fold {

  private final SumFold sums;
  private final int[][] counts;
  private final int steps;

  /// By group, those of steps that have had a value or sum that is not finite.
  private final KahanMean[] @Nullable [] careful;

  MeanFold(int groups, int steps) {
    this.sums = new SumFold(groups, steps);
    this.counts = new int[groups][];
    this.careful = new KahanMean[groups][];
    this.steps = steps;
  }

  @Override
  public void add(int group, StepColumn column) {
    if (counts[group] == null) {
      counts[group] = new int[steps];
    }
    beCareful(group, column);
    sums.add(group, column);
    int[] count = counts[group];
    long[] words = column.present().words();
    for (int i = 0; i < words.length; i++) {
      int base = i << 6;
      int run = Fold.denseRun(words[i], words[i]);
      for (int step = base; step < base + run; step++) {
        count[step]++;
      }
      for (long rest = run > 0 ? 0 : words[i]; rest != 0; rest &= rest - 1) {
        count[base + Long.numberOfTrailingZeros(rest)]++;
      }
    }
  }

  /// Before a sum becomes infinite it is handed on to a [KahanMean], which knows how to go on.
  private void beCareful(int group, StepColumn column) {
    StepColumn sum = sums.raw(group);
    if (sum == null) {
      return;
    }
    double[] values = column.values();
    double[] before = sum.values();
    KahanMean[] means = careful[group];
    if (means == null && staysFinite(values, before, column, sum)) {
      return;
    }
    if (means == null) {
      means = new KahanMean[steps];
      careful[group] = means;
    }
    for (int step = column.present().next(0); step >= 0; step = column.present().next(step + 1)) {
      if (means[step] != null) {
        means[step].add(values[step]);
      } else if (sum.has(step) && Double.isInfinite(before[step] + values[step])) {
        means[step] = KahanMean.of(before[step], sums.lost(group)[step], counts[group][step]);
        means[step].add(values[step]);
      }
    }
  }

  private static boolean staysFinite(
      double[] values, double[] before, StepColumn column, StepColumn sum) {
    long[] words = column.present().words();
    long[] had = sum.present().words();
    for (int i = 0; i < words.length; i++) {
      long both = words[i] & had[i];
      int base = i << 6;
      int run = Fold.denseRun(both, both);
      double largest = 0;
      for (int step = base; step < base + run; step++) {
        largest = Math.max(largest, Math.abs(before[step] + values[step]));
      }
      for (long rest = run > 0 ? 0 : both; rest != 0; rest &= rest - 1) {
        int step = base + Long.numberOfTrailingZeros(rest);
        largest = Math.max(largest, Math.abs(before[step] + values[step]));
      }
      if (!(largest < Double.POSITIVE_INFINITY)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public StepColumn result(int group) {
    StepColumn mean = sums.raw(group);
    if (mean == null) {
      return new StepColumn(steps);
    }
    double[] values = mean.values();
    KahanMean[] means = careful[group];
    for (int step = mean.present().next(0); step >= 0; step = mean.present().next(step + 1)) {
      values[step] =
          means != null && means[step] != null
              ? means[step].result()
              : values[step] / counts[group][step] + sums.lost(group)[step] / counts[group][step];
    }
    return mean;
  }
}
