package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.syntax.DurationExpr;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.model.BadQueryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Evaluates a tree over a grid, series at a time: every operator yields whole columns. One
/// evaluator serves one query. Not thread-safe.
final class Evaluator {

  private final QueryRun run;
  private final Naming naming;
  private final StepInvariance invariance = new StepInvariance();
  private final SelectorEvaluator selectors;
  private final FunctionCalls calls;
  private final BinaryEvaluator binaries;
  private final AggregateEvaluator aggregates;

  Evaluator(QueryRun run) {
    this.run = run;
    this.naming = new Naming(run.options().delayedNameRemoval());
    this.selectors = new SelectorEvaluator(run);
    this.calls = new FunctionCalls(this, run, naming, selectors);
    this.binaries = new BinaryEvaluator(this, run, naming);
    this.aggregates = new AggregateEvaluator(this, run);
  }

  Naming naming() {
    return naming;
  }

  /// The value of a scalar, vector or text expression at each step.
  EvalValue eval(Expr expr, Grid grid) {
    run.check();
    boolean literal = expr instanceof Expr.NumberLiteral || expr instanceof Expr.StringLiteral;
    if (grid.steps() > 1 && !literal && invariance.isInvariant(expr)) {
      return spread(evalAt(expr, grid.first()), grid.steps());
    }
    return evalAt(expr, grid);
  }

  /// The series of a vector expression.
  List<StepSeries> vector(Expr expr, Grid grid) {
    return switch (eval(expr, grid)) {
      case EvalValue.Vector(List<StepSeries> series) -> series;
      case EvalValue.Scalar _, EvalValue.Text _ -> throw notA("instant vector", expr);
    };
  }

  /// The values of a scalar expression.
  double[] scalar(Expr expr, Grid grid) {
    return switch (eval(expr, grid)) {
      case EvalValue.Scalar(double[] values) -> values;
      case EvalValue.Vector _, EvalValue.Text _ -> throw notA("scalar", expr);
    };
  }

  /// The value of a text expression.
  String text(Expr expr) {
    return switch (eval(expr, Grid.instant(0))) {
      case EvalValue.Text(String value) -> value;
      case EvalValue.Vector _, EvalValue.Scalar _ -> throw notA("string", expr);
    };
  }

  private static IllegalStateException notA(String type, Expr expr) {
    return new IllegalStateException("not a %s: %s".formatted(type, expr));
  }

  private EvalValue spread(EvalValue once, int steps) {
    return switch (once) {
      case EvalValue.Text text -> text;
      case EvalValue.Scalar(double[] values) -> {
        double[] all = new double[steps];
        Arrays.fill(all, values[0]);
        yield new EvalValue.Scalar(all);
      }
      case EvalValue.Vector(List<StepSeries> series) -> {
        run.hold((long) series.size() * steps);
        yield new EvalValue.Vector(series.stream().map(one -> one.spread(steps)).toList());
      }
    };
  }

  private EvalValue evalAt(Expr expr, Grid grid) {
    return switch (expr) {
      case Expr.NumberLiteral number -> {
        double[] values = new double[grid.steps()];
        Arrays.fill(values, number.value());
        yield new EvalValue.Scalar(values);
      }
      case Expr.StringLiteral text -> new EvalValue.Text(text.value());
      case Expr.Paren paren -> eval(paren.expr(), grid);
      case Expr.VectorSelector selector -> new EvalValue.Vector(selectors.instant(selector, grid));
      case Expr.MatrixSelector _, Expr.Subquery _ -> throw notA("scalar or instant vector", expr);
      case Expr.Unary unary -> unary(unary, grid);
      case Expr.Binary binary -> binaries.eval(binary, grid);
      case Expr.Aggregate aggregate -> new EvalValue.Vector(aggregates.eval(aggregate, grid));
      case Expr.Call call -> calls.eval(call, grid);
    };
  }

  private EvalValue unary(Expr.Unary unary, Grid grid) {
    EvalValue value = eval(unary.expr(), grid);
    if (!unary.negative()) {
      return value;
    }
    return switch (value) {
      case EvalValue.Text text -> text;
      case EvalValue.Scalar(double[] values) ->
          new EvalValue.Scalar(Arrays.stream(values).map(v -> -v).toArray());
      case EvalValue.Vector(List<StepSeries> series) -> {
        List<StepSeries> negated = new ArrayList<>(series.size());
        for (StepSeries one : series) {
          double[] values = Arrays.stream(one.values()).map(v -> -v).toArray();
          negated.add(new StepSeries(naming.dropped(one.labels()), values, one.present(), true));
        }
        yield new EvalValue.Vector(Naming.merge(negated));
      }
    };
  }

  /// The series of a range vector expression.
  RangeVector range(Expr expr, Grid grid) {
    return switch (expr) {
      case Expr.MatrixSelector matrix -> selectors.window(matrix, grid);
      case Expr.Subquery subquery -> subquery(subquery, grid);
      case Expr.Paren paren -> range(paren.expr(), grid);
      case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _ ->
          throw notA("range vector", expr);
      case Expr.Call _, Expr.Aggregate _, Expr.Binary _, Expr.Unary _ ->
          throw notA("range vector", expr);
    };
  }

  private RangeVector subquery(Expr.Subquery subquery, Grid grid) {
    RangeVector.Reference reference = run.reference(subquery.time());
    long window = run.positiveMillis(subquery.window());
    DurationExpr stepExpr = subquery.step();
    long step =
        stepExpr == null ? run.options().subqueryStep().toMillis() : run.positiveMillis(stepExpr);
    if (grid.steps() == 0) {
      return new RangeVector(List.of(), window, reference);
    }
    long open = reference.at(grid.start()) - window;
    long start = step * (open / step);
    if (start <= open) {
      start += step;
    }
    long end = reference.at(grid.last());
    if ((end - start) / step >= run.options().limits().maxSamples()) {
      throw new BadQueryException("the subquery has too many steps");
    }
    Grid inner = Grid.over(start, end, step);
    List<RangeVector.Series> series = new ArrayList<>();
    for (StepSeries one : vector(subquery.expr(), inner)) {
      series.add(samples(one, inner));
    }
    return new RangeVector(series, window, reference);
  }

  private static RangeVector.Series samples(StepSeries series, Grid grid) {
    int[] steps = series.present().stream().toArray();
    long[] times = new long[steps.length];
    double[] values = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      times[i] = grid.time(steps[i]);
      values[i] = series.values()[steps[i]];
    }
    return new RangeVector.Series(series.labels(), times, values, series.nameDropped());
  }
}
