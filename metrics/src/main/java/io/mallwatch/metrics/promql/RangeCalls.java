package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.function.RangeFunctions;
import io.mallwatch.metrics.promql.function.Window;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.model.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Calls of functions over range vectors: a window glides over each series by two indexes.
final class RangeCalls {

  private static final Set<String> KEEP_NAME = Set.of("last_over_time", "first_over_time");
  private static final Set<String> OF_COUNTERS = Set.of("rate", "increase");
  private static final List<String> COUNTER_SUFFIXES =
      List.of("_total", "_sum", "_count", "_bucket");

  private final Evaluator evaluator;
  private final QueryRun run;
  private final Naming naming;

  RangeCalls(Evaluator evaluator, QueryRun run, Naming naming) {
    this.evaluator = evaluator;
    this.run = run;
    this.naming = naming;
  }

  List<StepSeries> eval(Expr.Call call, Grid grid) {
    String name = call.function().name();
    ToDoubleFunction<Window> function = RangeFunctions.find(name).orElseThrow();
    List<double[]> scalars = new ArrayList<>();
    Expr rangeArg = call.args().getFirst();
    for (Expr arg : call.args()) {
      if (arg.type() == ValueType.MATRIX) {
        rangeArg = arg;
      } else {
        scalars.add(evaluator.scalar(arg, grid));
      }
    }
    RangeVector vector = evaluator.range(rangeArg, grid);
    List<StepSeries> result = new ArrayList<>(vector.series().size());
    for (RangeVector.Series series : vector.series()) {
      run.check();
      StepSeries out = apply(function, series, vector, grid, scalars, KEEP_NAME.contains(name));
      run.release(series.values().length);
      if (!out.isEmpty()) {
        run.hold(grid.steps());
        result.add(out);
        noteCounter(name, series, rangeArg);
      }
    }
    if (name.equals("quantile_over_time") && !result.isEmpty()) {
      Arrays.stream(scalars.getFirst())
          .forEach(q -> run.notes().invalidQuantile(q, call.args().getFirst().range()));
    }
    return name.equals("absent_over_time") ? absent(result, rangeArg, grid) : Naming.merge(result);
  }

  private StepSeries apply(
      ToDoubleFunction<Window> function,
      RangeVector.Series series,
      RangeVector vector,
      Grid grid,
      List<double[]> scalars,
      boolean keepName) {
    boolean dropped = !keepName || series.nameDropped();
    StepSeries out =
        StepSeries.empty(
            dropped ? naming.dropped(series.labels()) : series.labels(), grid.steps(), dropped);
    Window window = new Window(series.times(), series.values());
    for (int step = 0; step < grid.steps(); step++) {
      long to = vector.reference().at(grid.time(step));
      window.moveTo(to - vector.windowMillis(), to, grid.time(step));
      if (window.size() == 0) {
        continue;
      }
      for (int i = 0; i < scalars.size(); i++) {
        window.setArg(i, scalars.get(i)[step]);
      }
      double value = function.applyAsDouble(window);
      if (!Sample.isStale(value)) {
        out.set(step, value);
      }
    }
    return out;
  }

  private void noteCounter(String function, RangeVector.Series series, Expr arg) {
    String metric = series.labels().metricName();
    if (OF_COUNTERS.contains(function)
        && !metric.isEmpty()
        && COUNTER_SUFFIXES.stream().noneMatch(metric::endsWith)) {
      run.notes().possibleNonCounter(metric, arg.range());
    }
  }

  private static List<StepSeries> absent(List<StepSeries> found, Expr arg, Grid grid) {
    StepSeries missing = StepSeries.empty(AbsentLabels.of(arg), grid.steps(), true);
    Arrays.fill(missing.values(), 1);
    missing.present().set(0, grid.steps());
    for (StepSeries one : found) {
      missing.present().andNot(one.present());
    }
    return missing.isEmpty() ? List.of() : List.of(missing);
  }
}
