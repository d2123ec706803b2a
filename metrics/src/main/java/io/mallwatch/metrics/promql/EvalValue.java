package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.vector.StepVector;

/// What an expression evaluates to over a [io.mallwatch.metrics.promql.vector.Grid].
sealed interface EvalValue {

  /// A number at each step.
  record Scalar(double[] values) implements EvalValue {}

  /// An instant vector at each step.
  record Vector(StepVector series) implements EvalValue {}

  /// Text.
  record Text(String value) implements EvalValue {}
}
