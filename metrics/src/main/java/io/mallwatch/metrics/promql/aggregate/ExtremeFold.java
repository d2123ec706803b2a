package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.promql.column.StepColumn;
import org.jspecify.annotations.Nullable;

/// The lowest or highest value; a NaN stays only when there is nothing else.
final class ExtremeFold implements Fold {

  private final int steps;
  private final boolean max;
  private final @Nullable StepColumn[] bests;

  ExtremeFold(int groups, int steps, boolean max) {
    this.steps = steps;
    this.max = max;
    this.bests = new StepColumn[groups];
  }

  @Override
  public void add(int group, StepColumn column) {
    StepColumn best = bests[group];
    if (best == null) {
      best = new StepColumn(steps);
      bests[group] = best;
    }
    if (column.present().isFull() && best.present().isFull()) {
      addRun(column.values(), best.values(), 0, steps);
      return;
    }
    long[] words = column.present().words();
    long[] had = best.present().words();
    for (int i = 0; i < words.length; i++) {
      int run = Fold.denseRun(words[i], had[i]);
      if (run > 0) {
        addRun(column.values(), best.values(), i << 6, (i << 6) + run);
        continue;
      }
      for (long rest = words[i]; rest != 0; rest &= rest - 1) {
        int step = (i << 6) + Long.numberOfTrailingZeros(rest);
        if (best.has(step)) {
          addRun(column.values(), best.values(), step, step + 1);
        } else {
          best.set(step, column.value(step));
        }
      }
    }
  }

  private void addRun(double[] values, double[] best, int from, int to) {
    if (max) {
      for (int step = from; step < to; step++) {
        double value = values[step];
        double before = best[step];
        best[step] = value > before || Double.isNaN(before) ? value : before;
      }
    } else {
      for (int step = from; step < to; step++) {
        double value = values[step];
        double before = best[step];
        best[step] = value < before || Double.isNaN(before) ? value : before;
      }
    }
  }

  @Override
  public StepColumn result(int group) {
    StepColumn best = bests[group];
    return best == null ? new StepColumn(steps) : best;
  }
}
