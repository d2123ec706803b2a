package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.vector.Arithmetic;
import io.mallwatch.metrics.promql.vector.ColumnOperator;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.MappedVector;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.SetOperators;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.metrics.promql.vector.VectorJoin;
import java.util.Arrays;

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
      return withScalar(binary, evaluator.vector(binary.right(), grid), grid, left, true);
    }
    StepVector left = evaluator.vector(binary.left(), grid);
    if (rightScalar) {
      return withScalar(binary, left, grid, evaluator.scalar(binary.right(), grid), false);
    }
    StepVector right = evaluator.vector(binary.right(), grid);
    if (binary.operator().isSetOperator()) {
      return new EvalValue.Vector(SetOperators.apply(binary, left, right, run, grid.steps()));
    }
    if (isTrim(binary.operator())) {
      return trimmed(binary, anySamples(left, grid) && anySamples(right, grid));
    }
    VectorJoin join =
        new VectorJoin(binary, naming, grid.steps(), side -> run.held(side, grid.steps()));
    return new EvalValue.Vector(join.join(left, right));
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
    return new EvalValue.Vector(HeldVector.EMPTY);
  }

  private boolean anySamples(StepVector vector, Grid grid) {
    Presence any = new Presence(grid.steps());
    run.read(vector, grid.steps(), (_, column) -> column.addPresenceTo(any));
    return !any.isEmpty();
  }

  private EvalValue withScalar(
      Expr.Binary binary, StepVector series, Grid grid, double[] scalars, boolean scalarIsLeft) {
    if (isTrim(binary.operator())) {
      return trimmed(binary, anySamples(series, grid));
    }
    ColumnOperator operator = new ColumnOperator(binary.operator(), binary.returnBool());
    MappedVector.Change change = (_, column) -> operator.apply(column, scalars, scalarIsLeft);
    boolean drops = binary.operator().changesMeaning() || binary.returnBool();
    return new EvalValue.Vector(
        drops ? naming.drop(series, change) : MappedVector.of(series, change));
  }
}
