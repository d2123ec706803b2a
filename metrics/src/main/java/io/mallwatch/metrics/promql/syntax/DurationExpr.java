package io.mallwatch.metrics.promql.syntax;

import io.mallwatch.model.BadQueryException;

/// The length of a window, step or offset; it may be computed from the query's own step and range.
public sealed interface DurationExpr {

  /// A number of seconds.
  ///
  /// @param unit whether it was written with units, such as `5m`
  record Literal(double seconds, boolean unit, TextRange range) implements DurationExpr {}

  /// `step()`: the query's step.
  record Step() implements DurationExpr {}

  /// `range()`: from the query's start to its end.
  record Range() implements DurationExpr {}

  /// `-x`.
  record Negated(DurationExpr inner) implements DurationExpr {}

  /// `(x)`.
  record Paren(DurationExpr inner) implements DurationExpr {}

  /// `a + b` and its like; only arithmetic operators.
  record Operation(BinaryOperator operator, DurationExpr left, DurationExpr right)
      implements DurationExpr {}

  /// `min_of(a, b)` or `max_of(a, b)`.
  record Extreme(boolean max, DurationExpr left, DurationExpr right) implements DurationExpr {}

  /// The value in milliseconds for a query with such a step and range.
  ///
  /// @throws BadQueryException when it is not a number or too long
  default long millis(double stepSeconds, double rangeSeconds) {
    double seconds = seconds(stepSeconds, rangeSeconds);
    if (Double.isNaN(seconds) || Math.abs(seconds) > Long.MAX_VALUE / 1e9) {
      throw new BadQueryException("duration is out of range");
    }
    return this instanceof Literal ? Math.round(seconds * 1e9) / 1_000_000 : (long) (seconds * 1e3);
  }

  private double seconds(double step, double range) {
    return switch (this) {
      case Literal(double seconds, boolean _, TextRange _) -> seconds;
      case Step() -> step;
      case Range() -> range;
      case Negated(DurationExpr inner) -> -inner.seconds(step, range);
      case Paren(DurationExpr inner) -> inner.seconds(step, range);
      case Extreme(boolean max, DurationExpr left, DurationExpr right) -> {
        double a = left.seconds(step, range);
        double b = right.seconds(step, range);
        yield max ? Math.max(a, b) : Math.min(a, b);
      }
      case Operation(BinaryOperator operator, DurationExpr left, DurationExpr right) ->
          compute(operator, left.seconds(step, range), right.seconds(step, range));
    };
  }

  private static double compute(BinaryOperator operator, double left, double right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / divisor(right, "division by zero");
      case MODULO -> left % divisor(right, "modulo by zero");
      case POWER -> Math.pow(left, right);
      case OR, AND, UNLESS, EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
          throw new IllegalArgumentException(operator.symbol());
      case TRIM_UPPER, TRIM_LOWER, ATAN2 -> throw new IllegalArgumentException(operator.symbol());
    };
  }

  private static double divisor(double value, String whenZero) {
    if (value == 0) {
      throw new BadQueryException(whenZero);
    }
    return value;
  }
}
