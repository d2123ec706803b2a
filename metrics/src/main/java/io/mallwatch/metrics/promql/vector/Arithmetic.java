package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.function.InstantFunctions;
import io.mallwatch.metrics.promql.syntax.BinaryOperator;

/// Binary operators on two numbers.
public final class Arithmetic {

  private Arithmetic() {}

  /// The result of an arithmetic operator.
  public static double compute(BinaryOperator operator, double left, double right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case MODULO -> left % right;
      case POWER -> InstantFunctions.power(left, right);
      case ATAN2 -> Math.atan2(left, right);
      case EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
          holds(operator, left, right) ? 1 : 0;
      case OR, AND, UNLESS, TRIM_UPPER, TRIM_LOWER ->
          throw new IllegalArgumentException(operator.symbol());
    };
  }

  /// Whether a comparison holds.
  public static boolean holds(BinaryOperator operator, double left, double right) {
    return switch (operator) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case GREATER -> left > right;
      case GREATER_OR_EQUAL -> left >= right;
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER, ATAN2 ->
          throw new IllegalArgumentException(operator.symbol());
      case OR, AND, UNLESS, TRIM_UPPER, TRIM_LOWER ->
          throw new IllegalArgumentException(operator.symbol());
    };
  }
}
