package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.histogram.HistogramSum;
import org.jspecify.annotations.Nullable;

/// Sums or means of histograms, beside a fold of numbers. Where a group has both, or histograms
/// that can't be added, there is no result.
public final class HistogramFold implements Fold {

  private final Fold numbers;
  private final boolean mean;
  private final int steps;
  private final AggregateNotes notes;

  /// By group and step; null for groups without histograms.
  private final @Nullable HistogramSum[] @Nullable [] sums;

  /// By group, steps that had a number before any histograms were found incompatible.
  private final @Nullable Presence[] mixed;

  private String metric = "";

  /// @param numbers does the same with numbers
  public HistogramFold(Fold numbers, boolean mean, int groups, int steps, AggregateNotes notes) {
    this.numbers = numbers;
    this.mean = mean;
    this.steps = steps;
    this.notes = notes;
    this.sums = new HistogramSum[groups][];
    this.mixed = new Presence[groups];
  }

  /// Names the series that is added next.
  public void named(String metricName) {
    metric = metricName;
  }

  @Override
  public void add(int group, StepColumn column) {
    NativeHistogram[] histograms = column.histograms();
    @Nullable HistogramSum[] totals = sums[group];
    if (histograms != null) {
      if (totals == null) {
        totals = new HistogramSum[steps];
        sums[group] = totals;
      }
      for (int step = 0; step < steps; step++) {
        NativeHistogram histogram = histograms[step];
        if (histogram != null) {
          add(totals, step, histogram);
        }
      }
    }
    if (totals != null) {
      noteNumbers(group, totals, column);
    }
    numbers.add(group, column);
  }

  private void add(@Nullable HistogramSum[] totals, int step, NativeHistogram histogram) {
    HistogramSum total = totals[step];
    if (total == null) {
      totals[step] = mean ? HistogramSum.meanFrom(histogram) : HistogramSum.sumFrom(histogram);
    } else if (!total.add(histogram)) {
      notes.mixedSchemas(metric);
    }
  }

  /// After histograms that can't be added the rest of a group no longer counts.
  private void noteNumbers(int group, @Nullable HistogramSum[] totals, StepColumn column) {
    Presence present = column.present();
    for (int step = present.next(0); step >= 0; step = present.next(step + 1)) {
      HistogramSum total = totals[step];
      if (total != null && total.incompatible()) {
        Presence ignored = mixed[group];
        if (ignored == null) {
          ignored = new Presence(steps);
          mixed[group] = ignored;
        }
        ignored.set(step);
      }
    }
  }

  @Override
  public StepColumn result(int group) {
    StepColumn result = numbers.result(group);
    @Nullable HistogramSum[] totals = sums[group];
    if (totals == null) {
      return result;
    }
    Presence ignored = mixed[group];
    for (int step = 0; step < steps; step++) {
      HistogramSum total = totals[step];
      if (total == null) {
        continue;
      }
      boolean onlyIgnored = ignored != null && ignored.has(step);
      if (result.has(step) && !onlyIgnored) {
        notes.mixedSamples();
        result.remove(step);
      } else if (total.incompatible()) {
        result.remove(step);
      } else {
        result.set(step, HistogramMath.compact(total.result()));
        noteTotal(total);
      }
    }
    return result;
  }

  private void noteTotal(HistogramSum total) {
    if (total.conflictingHints()) {
      notes.conflictingResets();
    }
    if (total.reconciledBounds()) {
      notes.reconciledBounds();
    }
  }
}
