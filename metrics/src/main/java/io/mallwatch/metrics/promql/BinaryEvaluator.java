package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.vector.Arithmetic;
import io.mallwatch.metrics.promql.vector.ColumnOperator;
import io.mallwatch.metrics.promql.vector.Grid;
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
      return withScalar(binary, evaluator.vector(binary.right(), grid), left, true);
    }
    StepVector left = evaluator.vector(binary.left(), grid);
    if (rightScalar) {
      return withScalar(binary, left, evaluator.scalar(binary.right(), grid), false);
    }
    StepVector right = evaluator.vector(binary.right(), grid);
    if (binary.operator().isSetOperator()) {
      return new EvalValue.Vector(SetOperators.apply(binary, left, right, run, grid.steps()));
    }
    VectorJoin join =
        new VectorJoin(
            binary, naming, run.notes(), grid.steps(), side -> run.held(side, grid.steps()));
    return new EvalValue.Vector(join.join(left, right));
  }

  private double[] scalars(Expr.Binary binary, Grid grid) {
    double[] left = evaluator.scalar(binary.left(), grid);
    double[] right = evaluator.scalar(binary.right(), grid);
    double[] values = new double[grid.steps()];
    Arrays.setAll(values, i -> Arithmetic.compute(binary.operator(), left[i], right[i]));
    return values;
  }

  private EvalValue withScalar(
      Expr.Binary binary, StepVector series, double[] scalars, boolean scalarIsLeft) {
    ColumnOperator operator = ColumnOperator.of(binary, run.notes());
    MappedVector.Change change = (_, column) -> operator.apply(column, scalars, scalarIsLeft);
    boolean drops = binary.operator().changesMeaning() || binary.returnBool();
    return new EvalValue.Vector(
        drops ? naming.drop(series, change) : MappedVector.of(series, change));
  }
}
