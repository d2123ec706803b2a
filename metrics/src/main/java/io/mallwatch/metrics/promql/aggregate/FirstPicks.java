package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.vector.StepVector;
import java.util.Map;
import java.util.TreeMap;

/// `limitk`: at each step the first series of each group, in the order of the input. Not
/// thread-safe.
public final class FirstPicks {

  private final Grouping grouping;
  private final double[] counts;
  private final int[][] taken;
  private final Map<Integer, StepColumn> picked = new TreeMap<>();

  /// @param counts how many, at each step
  public FirstPicks(Grouping grouping, double[] counts) {
    this.grouping = grouping;
    this.counts = counts;
    this.taken = new int[grouping.size()][counts.length];
  }

  /// Takes the next series.
  public void add(int index, StepColumn column) {
    int[] already = taken[grouping.of(index)];
    StepColumn out = null;
    for (int step = 0; step < counts.length; step++) {
      if (!column.hasAny(step) || already[step] + 1 > counts[step]) {
        continue;
      }
      already[step]++;
      out = out == null ? new StepColumn(counts.length) : out;
      NativeHistogram histogram = column.histogram(step);
      if (histogram == null) {
        out.set(step, column.value(step));
      } else {
        out.set(step, histogram);
      }
    }
    if (out != null) {
      picked.put(index, out);
    }
  }

  public StepVector result(StepVector input) {
    return Picks.under(input, picked);
  }
}
