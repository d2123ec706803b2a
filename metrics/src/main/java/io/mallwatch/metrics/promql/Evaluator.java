package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.syntax.AggregateOperator;
import io.mallwatch.metrics.promql.syntax.DurationExpr;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.PromqlFormatter;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.metrics.promql.vector.SpreadVector;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Evaluates a tree over a grid: every operator finds out which series it has, and computes one of
/// them at a time when it is read. Aggregations read all of theirs at once. One evaluator serves
/// one query. Not thread-safe.
final class Evaluator {

  private final QueryRun run;
  private final Naming naming;
  private final StepInvariance invariance = new StepInvariance();
  private final SelectorEvaluator selectors;
  private final FunctionCalls calls;
  private final BinaryEvaluator binaries;
  private final AggregateEvaluator aggregates;
  private final Set<String> repeated;
  private final Map<Evaluated, EvalValue> evaluated = new HashMap<>();

  Evaluator(QueryRun run, Expr root) {
    this.run = run;
    this.naming = new Naming(run.options().semantics().delayedNameRemoval());
    this.selectors = new SelectorEvaluator(run, new HistogramReading(root), keepsOrder(root));
    this.calls = new FunctionCalls(this, run, naming, selectors);
    this.binaries = new BinaryEvaluator(this, run, naming);
    this.aggregates = new AggregateEvaluator(this, run);
    this.repeated = repeated(root);
  }

  /// Whether the order of what is read shows: in what `topk` and its kin do with equal values, and
  /// in results that have every series that was read.
  private static boolean keepsOrder(Expr root) {
    return Exprs.any(root, expr -> expr instanceof Expr.Aggregate a && picks(a.operator()))
        || !Exprs.any(root, expr -> expr instanceof Expr.Aggregate);
  }

  private static boolean picks(AggregateOperator operator) {
    return switch (operator) {
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> true;
      case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, COUNT_VALUES, QUANTILE -> false;
    };
  }

  Naming naming() {
    return naming;
  }

  /// The value of a scalar, vector or text expression at each step.
  EvalValue eval(Expr expr, Grid grid) {
    run.check();
    CostNode parent = run.node();
    if (parent == null || expr instanceof Expr.Paren || expr instanceof Expr.NumberLiteral) {
      return once(expr, grid);
    }
    CostNode part = parent.part(PromqlFormatter.format(expr));
    run.lookAt(part);
    long began = System.nanoTime();
    try {
      return switch (once(expr, grid)) {
        case EvalValue.Vector(StepVector series) -> new EvalValue.Vector(part.watched(series));
        case EvalValue.Scalar scalar -> scalar;
        case EvalValue.Text text -> text;
      };
    } finally {
      part.took(System.nanoTime() - began);
      run.lookAt(parent);
    }
  }

  /// Evaluates what is the same at every step only once.
  private EvalValue once(Expr expr, Grid grid) {
    if (!(expr instanceof Expr.Aggregate) || repeated.isEmpty()) {
      return evalOnce(expr, grid);
    }
    String text = PromqlFormatter.format(expr);
    if (!repeated.contains(text)) {
      return evalOnce(expr, grid);
    }
    Evaluated key = new Evaluated(text, grid);
    EvalValue known = evaluated.get(key);
    if (known == null) {
      int notes = run.notes().count();
      known = evalOnce(expr, grid);
      if (run.notes().count() == notes) {
        evaluated.put(key, known);
      }
    }
    return known;
  }

  /// An aggregation whose result is in memory; one that led to notes is done again, since they say
  /// where in the text it is.
  private record Evaluated(String text, Grid grid) {}

  /// Aggregations that the query has more than once.
  private static Set<String> repeated(Expr root) {
    Set<String> seen = new HashSet<>();
    Set<String> repeated = new HashSet<>();
    Exprs.any(
        root,
        expr -> {
          if (expr instanceof Expr.Aggregate) {
            String text = PromqlFormatter.format(expr);
            if (!seen.add(text)) {
              repeated.add(text);
            }
          }
          return false;
        });
    return repeated;
  }

  private EvalValue evalOnce(Expr expr, Grid grid) {
    boolean literal = expr instanceof Expr.NumberLiteral || expr instanceof Expr.StringLiteral;
    if (grid.steps() > 1 && !literal && invariance.isInvariant(expr)) {
      return spread(evalAt(expr, grid.first()), grid.steps());
    }
    return evalAt(expr, grid);
  }

  /// The series of a vector expression.
  StepVector vector(Expr expr, Grid grid) {
    return switch (eval(expr, grid)) {
      case EvalValue.Vector(StepVector series) -> series;
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
      case EvalValue.Vector(StepVector series) -> new EvalValue.Vector(new SpreadVector(series));
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
      case EvalValue.Vector(StepVector series) ->
          new EvalValue.Vector(naming.drop(series, (_, column) -> negate(column)));
    };
  }

  private static void negate(StepColumn column) {
    double[] values = column.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    NativeHistogram[] histograms = column.histograms();
    for (int i = 0; histograms != null && i < histograms.length; i++) {
      if (histograms[i] != null) {
        histograms[i] = HistogramMath.multiply(histograms[i], -1);
      }
    }
  }

  /// The series of a range vector expression.
  RangeVector range(Expr expr, Grid grid) {
    CostNode parent = run.node();
    if (parent == null || expr instanceof Expr.Paren) {
      return rangeOf(expr, grid);
    }
    run.lookAt(parent.part(PromqlFormatter.format(expr)));
    try {
      return rangeOf(expr, grid);
    } finally {
      run.lookAt(parent);
    }
  }

  private RangeVector rangeOf(Expr expr, Grid grid) {
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
      return new SubqueryVector(run, HeldVector.EMPTY, Grid.over(1, 0, step), window, reference);
    }
    long open = reference.at(grid.start()) - window;
    long start = step * (open / step);
    if (start <= open) {
      start += step;
    }
    long end = reference.at(grid.last());
    if ((end - start) / step >= run.options().limits().maxSamples()) {
      throw BadQueryException.whileComputing("the subquery has too many steps");
    }
    Grid inner = Grid.over(start, end, step);
    return new SubqueryVector(run, vector(subquery.expr(), inner), inner, window, reference);
  }

  /// What a hint says of the sample before is not true of the one that the subquery shows before.
  private static NativeHistogram withoutResetHint(NativeHistogram histogram) {
    return histogram.hint() == ResetHint.GAUGE
        ? histogram
        : HistogramMath.withHint(histogram, ResetHint.UNKNOWN);
  }

  private record SubqueryVector(
      QueryRun run, StepVector inner, Grid grid, long windowMillis, RangeVector.Reference reference)
      implements RangeVector {

    @Override
    public int size() {
      return inner.size();
    }

    @Override
    public Labels labels(int index) {
      return inner.labels(index);
    }

    @Override
    public boolean nameDropped(int index) {
      return inner.nameDropped(index);
    }

    @Override
    public RangeVector.Reader reader() {
      StepVector.Reader reader = inner.reader();
      StepColumn column = new StepColumn(grid.steps());
      run.buffer(grid.steps());
      return (index, into) -> {
        reader.read(index, column);
        into.clear();
        for (int step = 0; step < grid.steps(); step++) {
          NativeHistogram histogram = column.histogram(step);
          if (histogram != null) {
            into.add(grid.time(step), withoutResetHint(histogram));
          } else if (column.has(step)) {
            into.add(grid.time(step), column.value(step));
          }
        }
      };
    }
  }
}
