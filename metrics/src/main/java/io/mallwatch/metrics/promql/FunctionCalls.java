package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.function.CalendarFunctions;
import io.mallwatch.metrics.promql.function.InstantFunctions;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
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

  FunctionCalls(Evaluator evaluator, QueryRun run, Naming naming, SelectorEvaluator selectors) {
    this.evaluator = evaluator;
    this.run = run;
    this.naming = naming;
    this.selectors = selectors;
    this.ranges = new RangeCalls(evaluator, run, naming);
    this.labels = new LabelCalls(evaluator);
    this.sorts = new SortCalls(evaluator, run);
    this.histograms = new HistogramCalls(evaluator, run, naming);
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
  private static double[] onlyValue(List<StepSeries> series, Grid grid) {
    double[] values = constant(Double.NaN, grid);
    int[] found = new int[grid.steps()];
    for (StepSeries one : series) {
      one.present().stream()
          .forEach(step -> values[step] = found[step]++ == 0 ? one.values()[step] : Double.NaN);
    }
    return values;
  }

  private List<StepSeries> vector(Expr.Call call, Grid grid) {
    boolean overWindow = call.args().stream().anyMatch(arg -> arg.type() == ValueType.MATRIX);
    if (overWindow) {
      return ranges.eval(call, grid);
    }
    List<Expr> args = call.args();
    String name = call.function().name();
    return switch (name) {
      case "vector" ->
          grid.steps() == 0
              ? List.of()
              : List.of(
                  StepSeries.full(Labels.EMPTY, evaluator.scalar(args.getFirst(), grid).clone()));
      case "timestamp" -> timestamps(args.getFirst(), grid);
      case "absent" -> absent(args.getFirst(), grid);
      case "round" -> round(args, grid);
      case "clamp", "clamp_min", "clamp_max" -> clamp(name, args, grid);
      case "label_replace" -> labels.replace(args, grid);
      case "label_join" -> labels.join(args, grid);
      case "sort", "sort_desc", "sort_by_label", "sort_by_label_desc" -> sorts.eval(call, grid);
      case "histogram_quantile" -> histograms.quantile(args, grid);
      case "histogram_quantiles" -> histograms.quantiles(args, grid);
      case "histogram_fraction" -> histograms.fraction(args, grid);
      case "histogram_avg", "histogram_count", "histogram_sum" -> ofNativeHistograms(call, grid);
      case "histogram_stddev", "histogram_stdvar" -> ofNativeHistograms(call, grid);
      default -> {
        if (CalendarFunctions.find(name).isPresent()) {
          yield calendar(call, grid);
        }
        DoubleUnaryOperator function = InstantFunctions.find(name).orElseThrow(() -> unknown(call));
        yield map(evaluator.vector(args.getFirst(), grid), function);
      }
    };
  }

  private static IllegalStateException unknown(Expr.Call call) {
    return new IllegalStateException("no function " + call.function().name());
  }

  /// These look only at native histograms, which float series have none of; the argument is still
  /// evaluated, for its errors and notes.
  private List<StepSeries> ofNativeHistograms(Expr.Call call, Grid grid) {
    List<StepSeries> floats = evaluator.vector(call.args().getFirst(), grid);
    return floats.subList(0, 0);
  }

  private List<StepSeries> map(List<StepSeries> series, DoubleUnaryOperator function) {
    List<StepSeries> mapped = new ArrayList<>(series.size());
    for (StepSeries one : series) {
      run.check();
      double[] values = new double[one.values().length];
      one.present().stream()
          .forEach(step -> values[step] = function.applyAsDouble(one.values()[step]));
      mapped.add(new StepSeries(naming.dropped(one.labels()), values, one.present(), true));
    }
    return Naming.merge(mapped);
  }

  private List<StepSeries> calendar(Expr.Call call, Grid grid) {
    var field = CalendarFunctions.find(call.function().name()).orElseThrow();
    DoubleUnaryOperator function = seconds -> field.applyAsInt(CalendarFunctions.moment(seconds));
    if (!call.args().isEmpty()) {
      return map(evaluator.vector(call.args().getFirst(), grid), function);
    }
    double[] values = new double[grid.steps()];
    Arrays.setAll(values, step -> function.applyAsDouble(grid.time(step) / 1e3));
    return grid.steps() == 0 ? List.of() : List.of(StepSeries.full(Labels.EMPTY, values));
  }

  private List<StepSeries> timestamps(Expr arg, Grid grid) {
    if (Exprs.unwrap(arg) instanceof Expr.VectorSelector selector) {
      return Naming.merge(selectors.timestamps(selector, grid).stream().map(naming::drop).toList());
    }
    List<StepSeries> stamped = new ArrayList<>();
    for (StepSeries one : evaluator.vector(arg, grid)) {
      double[] values = new double[grid.steps()];
      Arrays.setAll(values, step -> grid.time(step) / 1e3);
      stamped.add(new StepSeries(naming.dropped(one.labels()), values, one.present(), true));
    }
    return Naming.merge(stamped);
  }

  private List<StepSeries> absent(Expr arg, Grid grid) {
    StepSeries missing = StepSeries.empty(AbsentLabels.of(arg), grid.steps(), false);
    Arrays.fill(missing.values(), 1);
    missing.present().set(0, grid.steps());
    for (StepSeries one : evaluator.vector(arg, grid)) {
      missing.present().andNot(one.present());
    }
    return missing.isEmpty() ? List.of() : List.of(missing);
  }

  private List<StepSeries> round(List<Expr> args, Grid grid) {
    List<StepSeries> series = evaluator.vector(args.getFirst(), grid);
    double[] nearest = args.size() > 1 ? evaluator.scalar(args.get(1), grid) : constant(1, grid);
    List<StepSeries> rounded = new ArrayList<>(series.size());
    for (StepSeries one : series) {
      StepSeries out = StepSeries.empty(naming.dropped(one.labels()), grid.steps(), true);
      one.present().stream()
          .forEach(
              step -> out.set(step, InstantFunctions.round(one.values()[step], nearest[step])));
      rounded.add(out);
    }
    return Naming.merge(rounded);
  }

  private List<StepSeries> clamp(String name, List<Expr> args, Grid grid) {
    List<StepSeries> series = evaluator.vector(args.getFirst(), grid);
    double[] first = evaluator.scalar(args.get(1), grid);
    double[] low = name.equals("clamp_max") ? constant(Double.NEGATIVE_INFINITY, grid) : first;
    double[] high =
        switch (name) {
          case "clamp" -> evaluator.scalar(args.get(2), grid);
          case "clamp_max" -> first;
          default -> constant(Double.POSITIVE_INFINITY, grid);
        };
    List<StepSeries> clamped = new ArrayList<>(series.size());
    for (StepSeries one : series) {
      StepSeries out = StepSeries.empty(naming.dropped(one.labels()), grid.steps(), true);
      one.present().stream()
          .filter(step -> !(high[step] < low[step]))
          .forEach(
              step -> out.set(step, Math.max(low[step], Math.min(high[step], one.values()[step]))));
      if (!out.isEmpty()) {
        clamped.add(out);
      }
    }
    return Naming.merge(clamped);
  }
}
