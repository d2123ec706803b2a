package io.mallwatch.metrics.promql.syntax;

import io.mallwatch.model.Matcher;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A tree of PromQL as maps, lists, strings, numbers and booleans in the shape of Prometheus's
/// `parse_query` (`web/api/v1/translate_ast.go`): keys sorted, durations in milliseconds, null for
/// what isn't given.
public final class AstTree {

  private AstTree() {}

  private static Map<String, @Nullable Object> node(String type) {
    Map<String, @Nullable Object> node = new TreeMap<>();
    node.put("type", type);
    return node;
  }

  /// The node of an expression, with those below it.
  public static Map<String, @Nullable Object> of(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral number -> {
        Map<String, @Nullable Object> node = node("numberLiteral");
        node.put("val", Numerals.plain(number.value()));
        yield node;
      }
      case Expr.StringLiteral text -> {
        Map<String, @Nullable Object> node = node("stringLiteral");
        node.put("val", text.value());
        yield node;
      }
      case Expr.VectorSelector vector -> selector("vectorSelector", vector);
      case Expr.MatrixSelector matrix -> {
        Map<String, @Nullable Object> node = selector("matrixSelector", matrix.vector());
        putDuration(node, "range", matrix.window());
        yield node;
      }
      case Expr.Subquery subquery -> subquery(subquery);
      case Expr.Call call -> call(call);
      case Expr.Aggregate aggregate -> aggregate(aggregate);
      case Expr.Binary binary -> binary(binary);
      case Expr.Unary unary -> {
        Map<String, @Nullable Object> node = node("unaryExpr");
        node.put("op", unary.negative() ? "-" : "+");
        node.put("expr", of(unary.expr()));
        yield node;
      }
      case Expr.Paren paren -> {
        Map<String, @Nullable Object> node = node("parenExpr");
        node.put("expr", of(paren.expr()));
        yield node;
      }
    };
  }

  private static Map<String, @Nullable Object> selector(String type, Expr.VectorSelector vector) {
    Map<String, @Nullable Object> node = node(type);
    node.put("name", vector.name());
    node.put("matchers", vector.matchers().stream().map(AstTree::matcher).toList());
    node.put("anchored", vector.edges() == Edges.ANCHORED);
    node.put("smoothed", vector.edges() == Edges.SMOOTHED);
    putTime(node, vector.time());
    return node;
  }

  private static Map<String, String> matcher(Matcher matcher) {
    return new TreeMap<>(
        Map.of("name", matcher.name(), "type", matcher.type().symbol(), "value", matcher.value()));
  }

  private static void putTime(Map<String, @Nullable Object> node, TimeModifiers time) {
    putDuration(node, "offset", time.offset());
    node.put("timestamp", time.at() instanceof TimeModifiers.At.Fixed(long at) ? at : null);
    node.put(
        "startOrEnd",
        switch (time.at()) {
          case TimeModifiers.At.Start() -> "start";
          case TimeModifiers.At.End() -> "end";
          case TimeModifiers.At.Unset(), TimeModifiers.At.Fixed _ -> null;
        });
  }

  /// A literal, also a negative one, as its milliseconds, anything else as a tree beside 0.
  private static void putDuration(
      Map<String, @Nullable Object> node, String key, @Nullable DurationExpr duration) {
    Long millis =
        switch (duration) {
          case null -> 0L;
          case DurationExpr.Literal literal -> literal.millis(0, 0);
          case DurationExpr.Negated(DurationExpr.Literal literal, TextRange _) ->
              -literal.millis(0, 0);
          default -> null;
        };
    node.put(key, millis == null ? 0L : millis);
    node.put(key + "Expr", duration == null || millis != null ? null : duration(duration, false));
  }

  private static Map<String, @Nullable Object> duration(DurationExpr duration, boolean wrapped) {
    return switch (duration) {
      case DurationExpr.Paren(DurationExpr.Literal literal) -> operation("+", null, literal, true);
      case DurationExpr.Paren(DurationExpr inner) -> duration(inner, true);
      case DurationExpr.Literal literal -> {
        Map<String, @Nullable Object> node = node("numberLiteral");
        node.put("val", Numerals.plain(literal.seconds()));
        node.put("duration", literal.unit());
        yield node;
      }
      case DurationExpr.Step _ -> operation("step", null, null, wrapped);
      case DurationExpr.Range _ -> operation("range", null, null, wrapped);
      case DurationExpr.Negated(DurationExpr inner, TextRange _) ->
          operation("-", null, inner, wrapped);
      case DurationExpr.Operation(BinaryOperator operator, DurationExpr left, DurationExpr right) ->
          operation(operator.symbol(), left, right, wrapped);
      case DurationExpr.Extreme(boolean max, DurationExpr left, DurationExpr right, TextRange _) ->
          operation(max ? "max_of" : "min_of", left, right, wrapped);
    };
  }

  private static Map<String, @Nullable Object> operation(
      String operator, @Nullable DurationExpr left, @Nullable DurationExpr right, boolean wrapped) {
    Map<String, @Nullable Object> node = node("durationExpr");
    node.put("op", operator);
    node.put("lhs", left == null ? null : duration(left, false));
    node.put("rhs", right == null ? null : duration(right, false));
    node.put("wrapped", wrapped);
    return node;
  }

  private static Map<String, @Nullable Object> subquery(Expr.Subquery subquery) {
    Map<String, @Nullable Object> node = node("subquery");
    node.put("expr", of(subquery.expr()));
    putDuration(node, "range", subquery.window());
    putDuration(node, "step", subquery.step());
    putTime(node, subquery.time());
    return node;
  }

  private static Map<String, @Nullable Object> call(Expr.Call call) {
    FunctionSignature signature = call.function();
    Map<String, @Nullable Object> function = new TreeMap<>();
    function.put("name", signature.name());
    function.put("argTypes", signature.args().stream().map(AstTree::typeName).toList());
    function.put("variadic", signature.variadic());
    function.put("returnType", typeName(signature.returns()));
    Map<String, @Nullable Object> node = node("call");
    node.put("func", function);
    node.put("args", call.args().stream().map(AstTree::of).toList());
    return node;
  }

  private static String typeName(ValueType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, @Nullable Object> aggregate(Expr.Aggregate aggregate) {
    Expr param = aggregate.param();
    Map<String, @Nullable Object> node = node("aggregation");
    node.put("op", aggregate.operator().symbol());
    node.put("expr", of(aggregate.expr()));
    node.put("param", param == null ? null : of(param));
    node.put("grouping", aggregate.grouping());
    node.put("without", aggregate.without());
    return node;
  }

  private static Map<String, @Nullable Object> binary(Expr.Binary binary) {
    boolean vectors =
        binary.left().type() == ValueType.VECTOR && binary.right().type() == ValueType.VECTOR;
    Map<String, @Nullable Object> node = node("binaryExpr");
    node.put("op", binary.operator().symbol());
    node.put("lhs", of(binary.left()));
    node.put("rhs", of(binary.right()));
    node.put("bool", binary.returnBool());
    node.put("matching", vectors ? matching(binary.matching()) : null);
    return node;
  }

  private static Map<String, @Nullable Object> matching(VectorMatching matching) {
    Map<String, @Nullable Object> fill = new TreeMap<>();
    fill.put("lhs", matching.fillLeft());
    fill.put("rhs", matching.fillRight());
    Map<String, @Nullable Object> node = new TreeMap<>();
    node.put("card", matching.cardinality().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    node.put("on", matching.on());
    node.put("labels", matching.labels());
    node.put("include", matching.include());
    node.put("fillValues", fill);
    return node;
  }
}
