package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.column.StepColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How many series of a group have a sample, or that any has.
final class CountFold implements Fold {

  private final int steps;
  private final boolean onlyWhether;
  private final @Nullable StepColumn[] counts;

  CountFold(int groups, int steps, boolean onlyWhether) {
    this.steps = steps;
    this.onlyWhether = onlyWhether;
    this.counts = new StepColumn[groups];
  }

  @Override
  public void add(int group, StepColumn column) {
    StepColumn count = counts[group];
    if (count == null) {
      count = new StepColumn(steps);
      counts[group] = count;
    }
    double[] values = count.values();
    long[] words = column.present().words();
    for (int i = 0; i < words.length; i++) {
      int base = i << 6;
      int run = Fold.denseRun(words[i], words[i]);
      for (int step = base; step < base + run; step++) {
        values[step]++;
      }
      for (long rest = run > 0 ? 0 : words[i]; rest != 0; rest &= rest - 1) {
        values[base + Long.numberOfTrailingZeros(rest)]++;
      }
    }
    count.present().or(column.present());
    NativeHistogram[] histograms = column.histograms();
    for (int step = 0; histograms != null && step < steps; step++) {
      if (histograms[step] != null) {
        count.set(step, values[step] + 1);
      }
    }
  }

  @Override
  public StepColumn result(int group) {
    StepColumn count = counts[group];
    if (count == null) {
      return new StepColumn(steps);
    }
    if (onlyWhether) {
      Arrays.fill(count.values(), 1);
    }
    return count;
  }
}
