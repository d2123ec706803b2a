package io.mallwatch.metrics.promql.syntax;

import java.util.OptionalDouble;

/// Reads the durations of windows, steps and offsets.
final class DurationParser {

  private static final double MAX_SECONDS = Long.MAX_VALUE / 1e9;

  private final TokenStream tokens;

  DurationParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /// A window or step: arithmetic is allowed, a literal must be positive.
  DurationExpr positive() {
    DurationExpr duration = operation(0);
    if (duration instanceof DurationExpr.Literal literal && literal.seconds() <= 0) {
      throw tokens.error(literal.range(), "duration must be greater than 0");
    }
    return duration;
  }

  /// An offset: arithmetic only in parentheses, because what follows belongs to the expression.
  DurationExpr offset() {
    Token token = tokens.peek();
    if (token.is("+") || token.is("-")) {
      tokens.take();
      return sign(token, offsetOperand());
    }
    return offsetOperand();
  }

  private DurationExpr offsetOperand() {
    if (!startsDuration()) {
      throw tokens.unexpected("offset", "number, duration, step(), or range()");
    }
    return operand();
  }

  /// Whether a duration can start with the next word.
  boolean startsDuration() {
    Token token = tokens.peek();
    return token.type() == TokenType.NUMBER
        || token.type() == TokenType.DURATION
        || token.is("(")
        || token.is("+")
        || token.is("-")
        || (token.type() == TokenType.KEYWORD
            && Keywords.isCallable(token.word())
            && !token.is("start")
            && !token.is("end"));
  }

  private DurationExpr operation(int minPrecedence) {
    DurationExpr left = signed();
    while (tokens.peek().type() == TokenType.OPERATOR) {
      Token symbol = tokens.peek();
      BinaryOperator operator = Keywords.operator(symbol.text()).orElse(BinaryOperator.OR);
      int precedence = operator.precedence();
      if (precedence < BinaryOperator.ADD.precedence() || precedence < minPrecedence) {
        break;
      }
      tokens.take();
      boolean rightFirst = operator == BinaryOperator.POWER;
      DurationExpr right = operation(rightFirst ? precedence : precedence + 1);
      boolean zero = right instanceof DurationExpr.Literal literal && literal.seconds() == 0;
      if (zero && operator == BinaryOperator.DIVIDE) {
        throw tokens.error(symbol.range(), "division by zero");
      }
      if (zero && operator == BinaryOperator.MODULO) {
        throw tokens.error(symbol.range(), "modulo by zero");
      }
      left = new DurationExpr.Operation(operator, left, right);
    }
    return left;
  }

  private DurationExpr signed() {
    Token token = tokens.peek();
    if (token.is("+") || token.is("-")) {
      tokens.take();
      return sign(token, operation(BinaryOperator.POWER.precedence()));
    }
    return operand();
  }

  private static DurationExpr sign(Token sign, DurationExpr duration) {
    if (!sign.is("-")) {
      return duration;
    }
    return duration instanceof DurationExpr.Literal literal
        ? new DurationExpr.Literal(
            -literal.seconds(), literal.unit(), sign.range().to(literal.range()))
        : new DurationExpr.Negated(duration, sign.range().to(duration.range()));
  }

  private DurationExpr operand() {
    Token token = tokens.take();
    if (token.is("(")) {
      DurationExpr inner = operation(0);
      tokens.expect(")");
      return new DurationExpr.Paren(inner);
    }
    if (!token.is("step") && !token.is("range") && !token.is("min_of") && !token.is("max_of")) {
      return literal(token);
    }
    if (!tokens.takeIf("(")) {
      throw tokens.unexpected("subquery or range selector", "number, duration, step(), or range()");
    }
    if (token.is("step") || token.is("range")) {
      TextRange range = token.range().to(tokens.expect(")").range());
      return token.is("step") ? new DurationExpr.Step(range) : new DurationExpr.Range(range);
    }
    DurationExpr left = operation(0);
    tokens.expect(",");
    DurationExpr right = operation(0);
    TextRange range = token.range().to(tokens.expect(")").range());
    return new DurationExpr.Extreme(token.is("max_of"), left, right, range);
  }

  private DurationExpr literal(Token token) {
    boolean unit = token.type() == TokenType.DURATION;
    double seconds = unit ? durationSeconds(tokens, token) : number(tokens, token);
    if (!(Math.abs(seconds) <= MAX_SECONDS)) {
      throw tokens.error(token.range(), "duration out of range");
    }
    return new DurationExpr.Literal(seconds, unit, token.range());
  }

  /// The seconds of a [TokenType#DURATION].
  static double durationSeconds(TokenStream tokens, Token token) {
    try {
      return Numerals.parseDuration(token.text()) / 1e3;
    } catch (IllegalArgumentException e) {
      throw tokens.error(token.range(), String.valueOf(e.getMessage()));
    }
  }

  /// The value of a [TokenType#NUMBER].
  static double number(TokenStream tokens, Token token) {
    if (token.type() != TokenType.NUMBER) {
      throw tokens.error(token.range(), "unexpected " + token.describe());
    }
    OptionalDouble value = Numerals.parseLiteral(token.text());
    return value.orElseThrow(() ->
        tokens.error(
            token.range(),
            "error parsing number: %s: value out of range".formatted(Quoting.quote(token.text()))));
  }
}
