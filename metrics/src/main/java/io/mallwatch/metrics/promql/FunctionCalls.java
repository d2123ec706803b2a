package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.function.CalendarFunctions;
import io.mallwatch.metrics.promql.function.InstantFunctions;
import io.mallwatch.metrics.promql.histogram.HistogramStatistics;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.MappedVector;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Function calls: sends each to its family. Not thread-safe.
final class FunctionCalls {

  private final Evaluator evaluator;
  private final QueryRun run;
  private final Naming naming;
  private final SelectorEvaluator selectors;
  private final RangeCalls ranges;
  private final LabelCalls labels;
  private final SortCalls sorts;
  private final HistogramCalls histograms;
  private final InfoCalls infos;

  FunctionCalls(Evaluator evaluator, QueryRun run, Naming naming, SelectorEvaluator selectors) {
    this.evaluator = evaluator;
    this.run = run;
    this.naming = naming;
    this.selectors = selectors;
    this.ranges = new RangeCalls(evaluator, run, naming);
    this.labels = new LabelCalls(evaluator);
    this.sorts = new SortCalls(evaluator, run);
    this.histograms = new HistogramCalls(evaluator, run, naming);
    this.infos = new InfoCalls(evaluator, run, selectors);
  }

  EvalValue eval(Expr.Call call, Grid grid) {
    if (call.type() == ValueType.SCALAR) {
      return new EvalValue.Scalar(scalar(call, grid));
    }
    return new EvalValue.Vector(vector(call, grid));
  }

  private double[] scalar(Expr.Call call, Grid grid) {
    List<Expr> args = call.args();
    return switch (call.function().name()) {
      case "time" -> {
        double[] seconds = new double[grid.steps()];
        Arrays.setAll(seconds, step -> grid.time(step) / 1e3);
        yield seconds;
      }
      case "pi" -> constant(Math.PI, grid);
      case "start" -> constant(run.startSeconds(), grid);
      case "end" -> constant(run.endSeconds(), grid);
      case "range" -> constant(run.rangeSeconds(), grid);
      case "step" -> constant(run.stepSeconds(), grid);
      case "min_of", "max_of" -> {
        double[] left = evaluator.scalar(args.get(0), grid);
        double[] right = evaluator.scalar(args.get(1), grid);
        boolean max = call.function().name().equals("max_of");
        double[] values = new double[grid.steps()];
        Arrays.setAll(values, i -> max ? Math.max(left[i], right[i]) : Math.min(left[i], right[i]));
        yield values;
      }
      case "scalar" -> onlyValue(evaluator.vector(args.getFirst(), grid), grid);
      default -> throw unknown(call);
    };
  }

  private static double[] constant(double value, Grid grid) {
    double[] values = new double[grid.steps()];
    Arrays.fill(values, value);
    return values;
  }

  /// The value of the only sample at each step, NaN where there are none or several.
  private double[] onlyValue(StepVector series, Grid grid) {
    double[] values = constant(Double.NaN, grid);
    int[] found = new int[grid.steps()];
    run.read(
        series,
        grid.steps(),
        (_, column) -> {
          Presence present = column.present();
          for (int step = present.next(0); step >= 0; step = present.next(step + 1)) {
            values[step] = found[step]++ == 0 ? column.value(step) : Double.NaN;
          }
        });
    return values;
  }

  private StepVector vector(Expr.Call call, Grid grid) {
    boolean overWindow = call.args().stream().anyMatch(arg -> arg.type() == ValueType.MATRIX);
    if (overWindow) {
      return ranges.eval(call, grid);
    }
    List<Expr> args = call.args();
    String name = call.function().name();
    return switch (name) {
      case "vector" -> computed(evaluator.scalar(args.getFirst(), grid));
      case "timestamp" -> timestamps(args.getFirst(), grid);
      case "start_timestamp" -> startTimestamps(args.getFirst(), grid);
      case "info" -> infos.eval(args, grid);
      case "absent" -> absent(args.getFirst(), grid);
      case "round" -> round(args, grid);
      case "clamp", "clamp_min", "clamp_max" -> clamp(name, args, grid);
      case "label_replace" -> labels.replace(args, grid);
      case "label_join" -> labels.join(args, grid);
      case "sort", "sort_desc", "sort_by_label", "sort_by_label_desc" -> sorts.eval(call, grid);
      case "histogram_quantile" -> histograms.quantile(args, grid);
      case "histogram_quantiles" -> histograms.quantiles(args, grid);
      case "histogram_fraction" -> histograms.fraction(args, grid);
      case "histogram_count" -> histograms.map(args, grid, NativeHistogram::count);
      case "histogram_sum" -> histograms.map(args, grid, NativeHistogram::sum);
      case "histogram_avg" -> histograms.map(args, grid, h -> h.sum() / h.count());
      case "histogram_stdvar" -> histograms.map(args, grid, HistogramStatistics::variance);
      case "histogram_stddev" ->
          histograms.map(args, grid, h -> Math.sqrt(HistogramStatistics.variance(h)));
      default -> {
        if (CalendarFunctions.find(name).isPresent()) {
          yield calendar(call, grid);
        }
        DoubleUnaryOperator function = InstantFunctions.find(name).orElseThrow(() -> unknown(call));
        yield map(
            evaluator.vector(args.getFirst(), grid), (_, value) -> function.applyAsDouble(value));
      }
    };
  }

  private static IllegalStateException unknown(Expr.Call call) {
    return new IllegalStateException("no function " + call.function().name());
  }

  /// The result of a function of numbers; histograms have none.
  private StepVector map(StepVector series, StepFunction function) {
    return naming.drop(
        series,
        (_, column) -> {
          column.removeHistograms();
          double[] values = column.values();
          Presence present = column.present();
          for (int step = present.next(0); step >= 0; step = present.next(step + 1)) {
            values[step] = function.at(step, values[step]);
          }
        });
  }

  @FunctionalInterface
  private interface StepFunction {
    double at(int step, double value);
  }

  /// One series without labels.
  private static StepVector computed(double[] values) {
    StepSeries series = StepSeries.empty(Labels.EMPTY, values.length, false);
    System.arraycopy(values, 0, series.column().values(), 0, values.length);
    series.column().present().fill();
    return new HeldVector(List.of(series));
  }

  private StepVector calendar(Expr.Call call, Grid grid) {
    DoubleUnaryOperator function = CalendarFunctions.find(call.function().name()).orElseThrow();
    if (!call.args().isEmpty()) {
      return map(
          evaluator.vector(call.args().getFirst(), grid),
          (_, seconds) -> function.applyAsDouble(seconds));
    }
    double[] values = new double[grid.steps()];
    Arrays.setAll(values, step -> function.applyAsDouble(grid.time(step) / 1e3));
    return computed(values);
  }

  private StepVector timestamps(Expr arg, Grid grid) {
    if (Exprs.unwrap(arg) instanceof Expr.VectorSelector selector) {
      return naming.drop(selectors.timestamps(selector, grid), MappedVector.Change.NONE);
    }
    return naming.drop(
        evaluator.vector(arg, grid),
        (_, column) -> {
          Presence present = new Presence(grid.steps());
          column.addPresenceTo(present);
          for (int step = present.next(0); step >= 0; step = present.next(step + 1)) {
            column.set(step, grid.time(step) / 1e3);
          }
        });
  }

  /// Only selected samples have start times, and only where these are heeded at all.
  private StepVector startTimestamps(Expr arg, Grid grid) {
    return run.options().semantics().startTimes()
            && Exprs.unwrap(arg) instanceof Expr.VectorSelector selector
        ? naming.drop(selectors.starts(selector, grid), MappedVector.Change.NONE)
        : HeldVector.EMPTY;
  }

  private StepVector absent(Expr arg, Grid grid) {
    StepSeries missing = StepSeries.empty(AbsentLabels.of(arg), grid.steps(), false);
    missing.column().fill(1);
    Presence there = new Presence(grid.steps());
    run.read(evaluator.vector(arg, grid), grid.steps(), (_, column) -> column.addPresenceTo(there));
    missing.column().drop(there);
    return new HeldVector(List.of(missing));
  }

  private StepVector round(List<Expr> args, Grid grid) {
    StepVector series = evaluator.vector(args.getFirst(), grid);
    double[] nearest = args.size() > 1 ? evaluator.scalar(args.get(1), grid) : constant(1, grid);
    return map(series, (step, value) -> InstantFunctions.round(value, nearest[step]));
  }

  private StepVector clamp(String name, List<Expr> args, Grid grid) {
    StepVector series = evaluator.vector(args.getFirst(), grid);
    double[] first = evaluator.scalar(args.get(1), grid);
    double[] low = name.equals("clamp_max") ? constant(Double.NEGATIVE_INFINITY, grid) : first;
    double[] high =
        switch (name) {
          case "clamp" -> evaluator.scalar(args.get(2), grid);
          case "clamp_max" -> first;
          default -> constant(Double.POSITIVE_INFINITY, grid);
        };
    Presence possible = new Presence(grid.steps());
    for (int step = 0; step < grid.steps(); step++) {
      if (!(high[step] < low[step])) {
        possible.set(step);
      }
    }
    StepVector clamped =
        map(series, (step, value) -> Math.max(low[step], Math.min(high[step], value)));
    return MappedVector.of(clamped, (_, column) -> column.keep(possible));
  }
}
