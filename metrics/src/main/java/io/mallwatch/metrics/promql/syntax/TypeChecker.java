package io.mallwatch.metrics.promql.syntax;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Refuses trees that parse but make no sense, with Prometheus's messages.
final class TypeChecker {

  private final String query;

  TypeChecker(String query) {
    this.query = query;
  }

  /// @throws BadQueryException for the first problem
  void check(Expr expr) {
    switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> {}
      case Expr.VectorSelector selector -> checkSelector(selector);
      case Expr.MatrixSelector matrix -> checkSelector(matrix.vector());
      case Expr.Paren paren -> check(paren.expr());
      case Expr.Subquery subquery -> {
        check(subquery.expr());
        if (subquery.expr().type() != ValueType.VECTOR) {
          throw error(
              subquery.range(),
              "subquery is only allowed on instant vector, got %s instead"
                  .formatted(subquery.expr().type().name().toLowerCase(Locale.ROOT)));
        }
      }
      case Expr.Unary unary -> checkUnary(unary);
      case Expr.Binary binary -> checkBinary(binary);
      case Expr.Aggregate aggregate -> checkAggregate(aggregate);
      case Expr.Call call -> checkCall(call);
    }
  }

  private void checkSelector(Expr.VectorSelector selector) {
    List<Matcher> matchers = selector.matchers();
    if (!selector.name().isEmpty()) {
      for (Matcher matcher : matchers.subList(0, matchers.size() - 1)) {
        if (matcher.name().equals(Labels.METRIC_NAME)) {
          throw error(
              selector.range(),
              "metric name must not be set twice: %s or %s"
                  .formatted(Quoting.quote(selector.name()), Quoting.quote(matcher.value())));
        }
      }
      return;
    }
    if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
      throw error(selector.range(), "vector selector must contain at least one non-empty matcher");
    }
  }

  private void checkUnary(Expr.Unary unary) {
    check(unary.expr());
    ValueType type = unary.expr().type();
    if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
      throw error(
          unary.range(),
          "unary expression only allowed on expressions of type scalar or instant vector, got "
              + Quoting.quote(type.text()));
    }
  }

  private void checkAggregate(Expr.Aggregate aggregate) {
    expect(aggregate.expr(), ValueType.VECTOR, "aggregation expression");
    Expr param = aggregate.param();
    if (param != null) {
      ValueType wanted =
          aggregate.operator() == AggregateOperator.COUNT_VALUES
              ? ValueType.STRING
              : ValueType.SCALAR;
      expect(param, wanted, "aggregation parameter");
    }
  }

  private void expect(Expr expr, ValueType wanted, String context) {
    check(expr);
    if (expr.type() != wanted) {
      throw error(
          expr.range(),
          "expected type %s in %s, got %s".formatted(wanted.text(), context, expr.type().text()));
    }
  }

  private void checkBinary(Expr.Binary binary) {
    check(binary.left());
    check(binary.right());
    ValueType left = binary.left().type();
    ValueType right = binary.right().type();
    BinaryOperator operator = binary.operator();
    boolean scalars = left == ValueType.SCALAR && right == ValueType.SCALAR;
    if (binary.returnBool() && !operator.isComparison()) {
      throw error(between(binary), "bool modifier can only be used on comparison operators");
    }
    if (operator.isComparison() && !binary.returnBool() && scalars) {
      throw error(between(binary), "comparisons between scalars must use BOOL modifier");
    }
    VectorMatching matching = binary.matching();
    for (String label : matching.labels()) {
      if (matching.on() && matching.include().contains(label)) {
        throw error(
            between(binary),
            "label %s must not occur in ON and GROUP clause at once"
                .formatted(Quoting.quote(label)));
      }
    }
    operandType(binary.left());
    operandType(binary.right());
    checkMatching(binary, left == ValueType.VECTOR && right == ValueType.VECTOR);
  }

  private void operandType(Expr operand) {
    if (operand.type() != ValueType.SCALAR && operand.type() != ValueType.VECTOR) {
      throw error(
          operand.range(), "binary expression must contain only scalar and instant vector types");
    }
  }

  private void checkMatching(Expr.Binary binary, boolean vectors) {
    VectorMatching matching = binary.matching();
    BinaryOperator operator = binary.operator();
    String problem = null;
    if (!vectors && !matching.labels().isEmpty()) {
      problem = "vector matching only allowed between instant vectors";
    } else if (!vectors && matching.hasFill()) {
      problem = "filling in missing series only allowed between instant vectors";
    } else if (operator.isSetOperator()) {
      problem = setOperatorProblem(operator, matching, vectors);
    }
    if (problem != null) {
      throw error(binary.range(), problem);
    }
  }

  private static @Nullable String setOperatorProblem(
      BinaryOperator operator, VectorMatching matching, boolean vectors) {
    String quoted = Quoting.quote(operator.symbol());
    if (!vectors) {
      return "set operator %s not allowed in binary scalar expression".formatted(quoted);
    }
    if (matching.isGrouped()) {
      return "no grouping allowed for %s operation".formatted(quoted);
    }
    return matching.hasFill() ? "filling in missing series not allowed for set operators" : null;
  }

  /// From the operator to the right operand, without the space around.
  private TextRange between(Expr.Binary binary) {
    int start = binary.left().range().end();
    while (Lexer.isSpace(query.charAt(start))) {
      start++;
    }
    return new TextRange(start, binary.right().range().start());
  }

  private void checkCall(Expr.Call call) {
    FunctionSignature function = call.function();
    int given = call.args().size();
    int declared = function.args().size();
    String name = Quoting.quote(function.name());
    if (function.variadic() == 0 && given != declared) {
      throw error(
          call.range(),
          "expected %d argument(s) in call to %s, got %d".formatted(declared, name, given));
    }
    if (function.variadic() != 0 && given < declared - 1) {
      throw error(
          call.range(),
          "expected at least %d argument(s) in call to %s, got %d"
              .formatted(declared - 1, name, given));
    }
    int most = declared - 1 + function.variadic();
    if (function.variadic() > 0 && given > most) {
      throw error(
          call.range(),
          "expected at most %d argument(s) in call to %s, got %d".formatted(most, name, given));
    }
    if (function.name().equals("info") && given > 1) {
      checkLabelSelector(call);
      given = 1;
    }
    for (int i = 0; i < given; i++) {
      Expr arg = call.args().get(i);
      check(arg);
      ValueType wanted = function.args().get(Math.min(i, declared - 1));
      if (arg.type() != wanted) {
        throw error(
            arg.range(),
            "expected type %s in call to function %s, got %s"
                .formatted(wanted.text(), name, arg.type().text()));
      }
    }
  }

  /// The second argument of `info` selects labels, so it may match anything but not name a metric.
  private void checkLabelSelector(Expr.Call call) {
    Expr arg = call.args().get(1);
    if (arg.type() != ValueType.VECTOR) {
      throw error(
          call.range(),
          "expected type instant vector in call to function \"info\", got " + arg.type().text());
    }
    if (!(arg instanceof Expr.VectorSelector selector)) {
      throw error(arg.range(), "expected label selectors only");
    }
    if (!selector.name().isEmpty()) {
      throw error(arg.range(), "expected label selectors only, got vector selector instead");
    }
  }

  private BadQueryException error(TextRange range, String message) {
    return TokenStream.error(query, range, message);
  }
}
