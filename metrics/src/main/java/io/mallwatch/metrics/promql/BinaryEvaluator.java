package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.vector.Arithmetic;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.SetOperators;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.VectorJoin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Binary operators. Scalars are done here, vectors by [SetOperators] and [VectorJoin].
final class BinaryEvaluator {

  private final Evaluator evaluator;
  private final QueryRun run;
  private final Naming naming;

  BinaryEvaluator(Evaluator evaluator, QueryRun run, Naming naming) {
    this.evaluator = evaluator;
    this.run = run;
    this.naming = naming;
  }

  EvalValue eval(Expr.Binary binary, Grid grid) {
    boolean leftScalar = binary.left().type() == ValueType.SCALAR;
    boolean rightScalar = binary.right().type() == ValueType.SCALAR;
    if (leftScalar && rightScalar) {
      return new EvalValue.Scalar(scalars(binary, grid));
    }
    if (leftScalar) {
      double[] left = evaluator.scalar(binary.left(), grid);
      return withScalar(binary, evaluator.vector(binary.right(), grid), left, true);
    }
    List<StepSeries> left = evaluator.vector(binary.left(), grid);
    if (rightScalar) {
      return withScalar(binary, left, evaluator.scalar(binary.right(), grid), false);
    }
    List<StepSeries> right = evaluator.vector(binary.right(), grid);
    if (binary.operator().isSetOperator()) {
      return new EvalValue.Vector(SetOperators.apply(binary, left, right));
    }
    if (isTrim(binary.operator())) {
      return trimmed(binary, !left.isEmpty() && !right.isEmpty());
    }
    List<StepSeries> joined = new VectorJoin(binary, naming, grid.steps()).join(left, right);
    run.hold((long) joined.size() * grid.steps());
    return new EvalValue.Vector(joined);
  }

  private double[] scalars(Expr.Binary binary, Grid grid) {
    double[] left = evaluator.scalar(binary.left(), grid);
    double[] right = evaluator.scalar(binary.right(), grid);
    double[] values = new double[grid.steps()];
    Arrays.setAll(values, i -> Arithmetic.compute(binary.operator(), left[i], right[i]));
    return values;
  }

  private static boolean isTrim(BinaryOperator operator) {
    return operator == BinaryOperator.TRIM_UPPER || operator == BinaryOperator.TRIM_LOWER;
  }

  /// Trimming is for native histograms; on floats it has no result but a note.
  private EvalValue trimmed(Expr.Binary binary, boolean anySamples) {
    if (anySamples) {
      run.notes().incompatibleTypes(binary.operator().symbol(), binary.range());
    }
    return new EvalValue.Vector(List.of());
  }

  private EvalValue withScalar(
      Expr.Binary binary, List<StepSeries> series, double[] scalars, boolean scalarIsLeft) {
    if (isTrim(binary.operator())) {
      return trimmed(binary, !series.isEmpty());
    }
    List<StepSeries> result = new ArrayList<>(series.size());
    boolean drops = binary.operator().changesMeaning() || binary.returnBool();
    for (StepSeries one : series) {
      run.check();
      StepSeries out =
          drops
              ? StepSeries.empty(naming.dropped(one.labels()), scalars.length, true)
              : StepSeries.empty(one.labels(), scalars.length, one.nameDropped());
      apply(binary, one, scalars, scalarIsLeft, out);
      if (!out.isEmpty()) {
        result.add(out);
      }
    }
    run.hold((long) result.size() * scalars.length);
    return new EvalValue.Vector(Naming.merge(result));
  }

  private static void apply(
      Expr.Binary binary,
      StepSeries series,
      double[] scalars,
      boolean scalarIsLeft,
      StepSeries out) {
    BinaryOperator operator = binary.operator();
    boolean filters = operator.isComparison() && !binary.returnBool();
    double[] values = series.values();
    for (int step = series.present().nextSetBit(0);
        step >= 0;
        step = series.present().nextSetBit(step + 1)) {
      double left = scalarIsLeft ? scalars[step] : values[step];
      double right = scalarIsLeft ? values[step] : scalars[step];
      if (!filters) {
        out.set(step, Arithmetic.compute(operator, left, right));
      } else if (Arithmetic.holds(operator, left, right)) {
        out.set(step, values[step]);
      }
    }
  }
}
