package io.mallwatch.alerts.rule.lint;

import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.syntax.VectorMatching;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which labels an expression can leave on its answer.
final class OutputLabels {

  private OutputLabels() {}

  /// No others than these; empty when that cannot be told from the text.
  static Optional<Set<String>> of(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> Optional.of(Set.of());
      case Expr.VectorSelector _, Expr.MatrixSelector _ -> Optional.empty();
      case Expr.Subquery subquery -> of(subquery.expr());
      case Expr.Paren paren -> of(paren.expr());
      case Expr.Unary unary -> of(unary.expr());
      case Expr.Aggregate aggregate -> aggregate(aggregate);
      case Expr.Call call -> call(call);
      case Expr.Binary binary -> binary(binary);
    };
  }

  private static Optional<Set<String>> aggregate(Expr.Aggregate aggregate) {
    return switch (aggregate.operator()) {
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> of(aggregate.expr());
      case COUNT_VALUES -> Optional.empty();
      case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, QUANTILE ->
          aggregate.without()
              ? of(aggregate.expr()).map(inner -> minus(inner, aggregate.grouping()))
              : Optional.of(new TreeSet<>(aggregate.grouping()));
    };
  }

  private static Optional<Set<String>> call(Expr.Call call) {
    if (call.args().isEmpty()) {
      return Optional.of(Set.of());
    }
    return switch (call.function().name()) {
      case "vector", "scalar" -> Optional.of(Set.of());
      case "label_replace", "label_join", "absent", "absent_over_time", "info" -> Optional.empty();
      case "histogram_quantile" -> of(call.args().get(1)).map(in -> minus(in, Set.of("le")));
      default ->
          call.args().stream()
              .filter(arg -> arg.type() == ValueType.VECTOR || arg.type() == ValueType.MATRIX)
              .findFirst()
              .flatMap(OutputLabels::of);
    };
  }

  private static Optional<Set<String>> binary(Expr.Binary binary) {
    boolean leftScalar = binary.left().type() == ValueType.SCALAR;
    boolean rightScalar = binary.right().type() == ValueType.SCALAR;
    if (leftScalar || rightScalar) {
      return leftScalar ? of(binary.right()) : of(binary.left());
    }
    if (binary.operator() == BinaryOperator.OR) {
      return of(binary.left()).flatMap(left -> of(binary.right()).map(right -> plus(left, right)));
    }
    if (binary.operator().isSetOperator()) {
      return of(binary.left());
    }
    VectorMatching matching = binary.matching();
    return switch (matching.cardinality()) {
      case MANY_TO_ONE -> of(binary.left()).map(left -> plus(left, matching.include()));
      case ONE_TO_MANY -> of(binary.right()).map(right -> plus(right, matching.include()));
      case ONE_TO_ONE ->
          matching.on()
              ? Optional.of(new TreeSet<>(matching.labels()))
              : of(binary.left())
                  .or(() -> of(binary.right()))
                  .map(left -> minus(left, matching.labels()));
      case MANY_TO_MANY -> of(binary.left());
    };
  }

  private static Set<String> minus(Set<String> labels, Iterable<String> gone) {
    Set<String> left = new TreeSet<>(labels);
    gone.forEach(left::remove);
    return left;
  }

  private static Set<String> plus(Set<String> labels, Iterable<String> more) {
    Set<String> all = new TreeSet<>(labels);
    more.forEach(all::add);
    return all;
  }
}
