package io.mallwatch.alerts.rule.lint;

import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.ValueType;
import java.util.List;
import java.util.OptionalDouble;

/// Finds the unit of an expression.
final class Units {

  private Units() {}

  static Unit of(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> Unit.NUMBER;
      case Expr.VectorSelector selector -> Unit.ofMetric(selector.name());
      case Expr.MatrixSelector matrix -> of(matrix.vector());
      case Expr.Subquery subquery -> of(subquery.expr());
      case Expr.Paren paren -> of(paren.expr());
      case Expr.Unary unary -> of(unary.expr());
      case Expr.Aggregate aggregate ->
          switch (aggregate.operator()) {
            case COUNT, COUNT_VALUES -> Unit.COUNT;
            case GROUP -> Unit.NUMBER;
            case STDVAR -> Unit.UNKNOWN;
            case SUM, AVG, MIN, MAX, STDDEV -> of(aggregate.expr());
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, QUANTILE -> of(aggregate.expr());
          };
      case Expr.Call call -> call(call);
      case Expr.Binary binary -> binary(binary);
    };
  }

  private static Unit call(Expr.Call call) {
    List<Expr> args = call.args();
    return switch (call.function().name()) {
      case "time", "timestamp" -> Unit.MOMENT;
      case "rate", "irate", "deriv" -> of(args.getFirst()).perSecond();
      case "increase", "delta", "idelta", "abs", "ceil", "floor", "round" -> of(args.getFirst());
      case "clamp", "clamp_min", "clamp_max", "sort", "sort_desc" -> of(args.getFirst());
      case "label_replace", "label_join", "scalar", "vector" -> of(args.getFirst());
      case "avg_over_time", "min_over_time", "max_over_time" -> of(args.getFirst());
      case "sum_over_time", "last_over_time", "first_over_time" -> of(args.getFirst());
      case "quantile_over_time", "predict_linear" -> of(args.get(args.size() == 2 ? 1 : 0));
      case "histogram_quantile" -> observed(args.get(1));
      case "count_over_time", "changes", "resets", "histogram_count" -> Unit.COUNT;
      default -> Unit.UNKNOWN;
    };
  }

  /// Of what a histogram counts.
  private static Unit observed(Expr buckets) {
    return Exprs.selectors(buckets).stream()
        .findFirst()
        .map(selector -> Unit.ofMetric(selector.name().replaceFirst("_bucket$", "")))
        .orElse(Unit.UNKNOWN);
  }

  private static Unit binary(Expr.Binary binary) {
    BinaryOperator operator = binary.operator();
    if (operator.isComparison()) {
      return binary.returnBool() ? Unit.NUMBER : side(binary);
    }
    Unit left = of(binary.left());
    Unit right = of(binary.right());
    return switch (operator) {
      case AND, UNLESS, OR -> left;
      case ADD, SUBTRACT -> sum(operator, left, right);
      case DIVIDE -> quotient(binary, left, right);
      case MULTIPLY -> scaled(left, number(binary.right()));
      case MODULO -> left;
      case EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> left;
      case TRIM_UPPER, TRIM_LOWER, ATAN2, POWER -> Unit.UNKNOWN;
    };
  }

  private static Unit side(Expr.Binary comparison) {
    boolean scalar = comparison.left().type() == ValueType.SCALAR;
    return of(scalar ? comparison.right() : comparison.left());
  }

  private static Unit sum(BinaryOperator operator, Unit left, Unit right) {
    if (left == Unit.MOMENT && right == Unit.MOMENT && operator == BinaryOperator.SUBTRACT) {
      return Unit.SECONDS;
    }
    if (left == right || right == Unit.NUMBER) {
      return left;
    }
    boolean shifted = left == Unit.MOMENT && right == Unit.SECONDS;
    return left == Unit.NUMBER ? right : shifted ? Unit.MOMENT : Unit.UNKNOWN;
  }

  private static Unit quotient(Expr.Binary division, Unit left, Unit right) {
    OptionalDouble by = number(division.right());
    if (by.isPresent()) {
      return scaled(left, OptionalDouble.of(1 / by.getAsDouble()));
    }
    Unit unit = left.dividedBy(right);
    return unit == Unit.UNKNOWN && isPartOfWhole(division) ? Unit.RATIO : unit;
  }

  /// Names of one family, such as `db_connections_active / db_connections_total`.
  private static boolean isPartOfWhole(Expr.Binary division) {
    List<Expr.VectorSelector> part = Exprs.selectors(division.left());
    List<Expr.VectorSelector> whole = Exprs.selectors(division.right());
    boolean plain =
        Trees.all(division, Expr.Binary.class).stream()
            .allMatch(inner -> inner.equals(division) || inner.operator().isComparison());
    if (!plain || part.size() != 1 || whole.size() != 1) {
      return false;
    }
    String[] a = part.getFirst().name().split("_", -1);
    String[] b = whole.getFirst().name().split("_", -1);
    return a.length > 2 && b.length > 2 && a[0].equals(b[0]) && a[1].equals(b[1]);
  }

  private static Unit scaled(Unit unit, OptionalDouble factor) {
    if (factor.isEmpty()) {
      return Unit.UNKNOWN;
    }
    double times = factor.getAsDouble();
    if (times == 1) {
      return unit;
    }
    return switch (unit) {
      case RATIO -> times == 100 ? Unit.PERCENT : Unit.UNKNOWN;
      case PERCENT -> times == 0.01 ? Unit.RATIO : Unit.UNKNOWN;
      case SECONDS -> times == 1000 ? Unit.MILLISECONDS : Unit.UNKNOWN;
      case MILLISECONDS -> times == 0.001 ? Unit.SECONDS : Unit.UNKNOWN;
      case UNKNOWN, NUMBER, COUNT, MOMENT, BYTES -> Unit.UNKNOWN;
      case PER_SECOND, SECONDS_PER_SECOND, BYTES_PER_SECOND -> Unit.UNKNOWN;
    };
  }

  /// The value of an expression of numbers alone.
  static OptionalDouble number(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral literal -> OptionalDouble.of(literal.value());
      case Expr.Paren paren -> number(paren.expr());
      case Expr.Unary unary -> {
        OptionalDouble inner = number(unary.expr());
        yield inner.isPresent() && unary.negative()
            ? OptionalDouble.of(-inner.getAsDouble())
            : inner;
      }
      case Expr.Binary binary -> computed(binary);
      case Expr.StringLiteral _, Expr.VectorSelector _, Expr.MatrixSelector _ ->
          OptionalDouble.empty();
      case Expr.Subquery _, Expr.Call _, Expr.Aggregate _ -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble computed(Expr.Binary binary) {
    OptionalDouble left = number(binary.left());
    OptionalDouble right = number(binary.right());
    if (left.isEmpty() || right.isEmpty()) {
      return OptionalDouble.empty();
    }
    double a = left.getAsDouble();
    double b = right.getAsDouble();
    return switch (binary.operator()) {
      case ADD -> OptionalDouble.of(a + b);
      case SUBTRACT -> OptionalDouble.of(a - b);
      case MULTIPLY -> OptionalDouble.of(a * b);
      case DIVIDE -> OptionalDouble.of(a / b);
      case POWER -> OptionalDouble.of(Math.pow(a, b));
      case OR, AND, UNLESS, EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL -> OptionalDouble.empty();
      case LESS, LESS_OR_EQUAL, TRIM_UPPER, TRIM_LOWER -> OptionalDouble.empty();
      case MODULO, ATAN2 -> OptionalDouble.empty();
    };
  }
}
