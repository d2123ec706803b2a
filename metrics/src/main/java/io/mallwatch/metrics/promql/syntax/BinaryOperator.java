package io.mallwatch.metrics.promql.syntax;

/// An operator between two expressions.
public enum BinaryOperator {
  OR("or", 1),
  AND("and", 2),
  UNLESS("unless", 2),
  EQUAL("==", 3),
  NOT_EQUAL("!=", 3),
  GREATER(">", 3),
  GREATER_OR_EQUAL(">=", 3),
  LESS("<", 3),
  LESS_OR_EQUAL("<=", 3),
  TRIM_UPPER("</", 3),
  TRIM_LOWER(">/", 3),
  ADD("+", 4),
  SUBTRACT("-", 4),
  MULTIPLY("*", 5),
  DIVIDE("/", 5),
  MODULO("%", 5),
  ATAN2("atan2", 5),
  POWER("^", 6);

  private final String symbol;
  private final int precedence;

  BinaryOperator(String symbol, int precedence) {
    this.symbol = symbol;
    this.precedence = precedence;
  }

  /// As written.
  public String symbol() {
    return symbol;
  }

  /// A higher one binds tighter.
  int precedence() {
    return precedence;
  }

  /// `and`, `or`, `unless`.
  public boolean isSetOperator() {
    return precedence <= 2;
  }

  /// The six that compare and so filter, unless `bool` is given.
  public boolean isComparison() {
    return switch (this) {
      case EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> true;
      case OR, AND, UNLESS, TRIM_UPPER, TRIM_LOWER -> false;
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, ATAN2, POWER -> false;
    };
  }

  /// Whether the result is another quantity than the operands, so that the metric's name goes.
  public boolean changesMeaning() {
    return precedence >= 4;
  }
}
