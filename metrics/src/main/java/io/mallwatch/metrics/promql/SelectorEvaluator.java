package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads what selectors name and lays it on the steps. Each series is read once for all steps.
final class SelectorEvaluator {

  private final QueryRun run;

  SelectorEvaluator(QueryRun run) {
    this.run = run;
  }

  /// At each step the newest sample that is younger than the lookback and no stale marker.
  List<StepSeries> instant(Expr.VectorSelector selector, Grid grid) {
    return newest(selector, grid, false);
  }

  /// As [#instant], with the samples' timestamps in seconds as values, without names.
  List<StepSeries> timestamps(Expr.VectorSelector selector, Grid grid) {
    return newest(selector, grid, true);
  }

  private List<StepSeries> newest(Expr.VectorSelector selector, Grid grid, boolean times) {
    if (grid.steps() == 0) {
      return List.of();
    }
    RangeVector.Reference reference = run.reference(selector.time());
    long lookback = run.lookbackMillis();
    List<RawSeries> found =
        run.select(
            selector.matchers(),
            reference.at(grid.start()) - lookback + 1,
            reference.at(grid.last()));
    List<StepSeries> result = new ArrayList<>(found.size());
    for (RawSeries raw : found) {
      run.check();
      StepSeries series = StepSeries.empty(raw.labels(), grid.steps(), false);
      place(raw, series, grid, reference, times);
      run.release(raw.values().length);
      if (!series.isEmpty()) {
        run.hold(grid.steps());
        result.add(series);
      }
    }
    return result;
  }

  private void place(
      RawSeries raw, StepSeries series, Grid grid, RangeVector.Reference reference, boolean times) {
    long[] timestamps = raw.timestampsMillis();
    int next = 0;
    for (int step = 0; step < grid.steps(); step++) {
      long at = reference.at(grid.time(step));
      while (next < timestamps.length && timestamps[next] <= at) {
        next++;
      }
      int newest = next - 1;
      if (newest >= 0
          && timestamps[newest] > at - run.lookbackMillis()
          && !Sample.isStale(raw.values()[newest])) {
        series.set(step, times ? timestamps[newest] / 1e3 : raw.values()[newest]);
      }
    }
  }

  /// The samples that the windows of all steps need.
  RangeVector window(Expr.MatrixSelector selector, Grid grid) {
    RangeVector.Reference reference = run.reference(selector.vector().time());
    long length = run.positiveMillis(selector.window());
    if (grid.steps() == 0) {
      return new RangeVector(List.of(), length, reference);
    }
    List<RawSeries> found =
        run.select(
            selector.vector().matchers(),
            reference.at(grid.start()) - length + 1,
            reference.at(grid.last()));
    List<RangeVector.Series> series = new ArrayList<>(found.size());
    for (RawSeries raw : found) {
      RangeVector.Series kept = withoutStale(raw);
      run.release(raw.values().length - kept.values().length);
      series.add(kept);
    }
    return new RangeVector(series, length, reference);
  }

  private static RangeVector.Series withoutStale(RawSeries raw) {
    long[] times = raw.timestampsMillis();
    double[] values = raw.values();
    Labels labels = raw.labels();
    int kept = 0;
    while (kept < values.length && !Sample.isStale(values[kept])) {
      kept++;
    }
    if (kept == values.length) {
      return new RangeVector.Series(labels, times, values, false);
    }
    long[] keptTimes = times.clone();
    double[] keptValues = values.clone();
    for (int i = kept; i < values.length; i++) {
      if (!Sample.isStale(values[i])) {
        keptTimes[kept] = times[i];
        keptValues[kept++] = values[i];
      }
    }
    return new RangeVector.Series(
        labels, Arrays.copyOf(keptTimes, kept), Arrays.copyOf(keptValues, kept), false);
  }
}
