package io.mallwatch.metrics.promql.syntax;

import io.mallwatch.model.BadQueryException;

/// The length of a window, step or offset; it may be computed from the query's own step and range.
public sealed interface DurationExpr {

  /// A number of seconds.
  ///
  /// @param unit whether it was written with units, such as `5m`
  record Literal(double seconds, boolean unit, TextRange range) implements DurationExpr {}

  /// Where it stands in the text.
  TextRange range();

  /// `step()`: the query's step.
  record Step(TextRange range) implements DurationExpr {}

  /// `range()`: from the query's start to its end.
  record Range(TextRange range) implements DurationExpr {}

  /// `-x`.
  record Negated(DurationExpr inner, TextRange range) implements DurationExpr {}

  /// `(x)`.
  record Paren(DurationExpr inner) implements DurationExpr {
    @Override
    public TextRange range() {
      return inner.range();
    }
  }

  /// `a + b` and its like; only arithmetic operators.
  record Operation(BinaryOperator operator, DurationExpr left, DurationExpr right)
      implements DurationExpr {
    @Override
    public TextRange range() {
      return left.range().to(right.range());
    }
  }

  /// `min_of(a, b)` or `max_of(a, b)`.
  record Extreme(boolean max, DurationExpr left, DurationExpr right, TextRange range)
      implements DurationExpr {}

  /// The value in milliseconds for a query with such a step and range.
  ///
  /// @throws BadQueryException with its place, when it is not a number or too long
  default long millis(double stepSeconds, double rangeSeconds) {
    double seconds = seconds(stepSeconds, rangeSeconds);
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw wrong("duration is NaN or infinite");
    }
    if (Math.abs(seconds) > Long.MAX_VALUE / 1e9) {
      throw wrong("duration is out of range");
    }
    return this instanceof Literal ? Math.round(seconds * 1e9) / 1_000_000 : (long) (seconds * 1e3);
  }

  /// As [#millis(double, double)], of a window or step.
  ///
  /// @throws BadQueryException with its place, also when it is 0 or less
  default long positiveMillis(double stepSeconds, double rangeSeconds) {
    long millis = millis(stepSeconds, rangeSeconds);
    if (millis <= 0) {
      throw wrong("duration must be greater than 0");
    }
    return millis;
  }

  /// With the place as Prometheus tells it here: characters from the beginning of the text.
  private BadQueryException wrong(String what) {
    return new BadQueryException(
        "%d:%d: %s".formatted(range().start(), range().end(), what), range().start());
  }

  private double seconds(double step, double range) {
    return switch (this) {
      case Literal(double seconds, boolean _, TextRange _) -> seconds;
      case Step _ -> step;
      case Range _ -> range;
      case Negated(DurationExpr inner, TextRange _) -> -inner.seconds(step, range);
      case Paren(DurationExpr inner) -> inner.seconds(step, range);
      case Extreme(boolean max, DurationExpr left, DurationExpr right, TextRange _) -> {
        double a = left.seconds(step, range);
        double b = right.seconds(step, range);
        yield max ? Math.max(a, b) : Math.min(a, b);
      }
      case Operation(BinaryOperator operator, DurationExpr left, DurationExpr right) ->
          compute(operator, left.seconds(step, range), right.seconds(step, range));
    };
  }

  private double compute(BinaryOperator operator, double left, double right) {
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

  private double divisor(double value, String whenZero) {
    if (value == 0) {
      throw wrong(whenZero);
    }
    return value;
  }
}
