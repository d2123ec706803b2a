package io.mallwatch.server.view;

import io.mallwatch.doors.prometheus.format.GoFloat;
import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.DurationExpr;
import io.mallwatch.metrics.promql.syntax.Edges;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.TextRange;
import io.mallwatch.metrics.promql.syntax.TimeModifiers;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.syntax.VectorMatching;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A PromQL tree in the shape of `/api/v1/parse_query` (`web/api/v1/translate_ast.go`).
final class PromqlTree {

  private PromqlTree() {}

  static Map<String, @Nullable Object> of(Expr expr) {
    Map<String, @Nullable Object> node = new LinkedHashMap<>();
    switch (expr) {
      case Expr.NumberLiteral number -> {
        node.put("type", "numberLiteral");
        node.put("val", GoFloat.plain(number.value()));
      }
      case Expr.StringLiteral text -> {
        node.put("type", "stringLiteral");
        node.put("val", text.value());
      }
      case Expr.VectorSelector selector -> {
        node.put("type", "vectorSelector");
        selector(node, selector);
      }
      case Expr.MatrixSelector matrix -> {
        node.put("type", "matrixSelector");
        length(node, "range", matrix.window());
        selector(node, matrix.vector());
      }
      case Expr.Subquery subquery -> {
        node.put("type", "subquery");
        node.put("expr", of(subquery.expr()));
        length(node, "range", subquery.window());
        length(node, "step", subquery.step());
        time(node, subquery.time());
      }
      case Expr.Call call -> call(node, call);
      case Expr.Aggregate aggregate -> {
        Expr param = aggregate.param();
        node.put("type", "aggregation");
        node.put("op", aggregate.operator().symbol());
        node.put("expr", of(aggregate.expr()));
        node.put("param", param == null ? null : of(param));
        node.put("grouping", aggregate.grouping());
        node.put("without", aggregate.without());
      }
      case Expr.Binary binary -> {
        node.put("type", "binaryExpr");
        node.put("op", binary.operator().symbol());
        node.put("lhs", of(binary.left()));
        node.put("rhs", of(binary.right()));
        node.put("matching", matching(binary));
        node.put("bool", binary.returnBool());
      }
      case Expr.Unary unary -> {
        node.put("type", "unaryExpr");
        node.put("op", unary.negative() ? "-" : "+");
        node.put("expr", of(unary.expr()));
      }
      case Expr.Paren paren -> {
        node.put("type", "parenExpr");
        node.put("expr", of(paren.expr()));
      }
    }
    return node;
  }

  private static void call(Map<String, @Nullable Object> node, Expr.Call call) {
    Map<String, @Nullable Object> function = new LinkedHashMap<>();
    function.put("name", call.function().name());
    function.put("argTypes", call.function().args().stream().map(PromqlTree::name).toList());
    function.put("variadic", call.function().variadic());
    function.put("returnType", name(call.function().returns()));
    List<Object> args = new ArrayList<>();
    call.args().forEach(arg -> args.add(of(arg)));
    node.put("type", "call");
    node.put("func", function);
    node.put("args", args);
  }

  private static String name(ValueType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Map<String, @Nullable Object> matching(Expr.Binary binary) {
    if (binary.left().type() == ValueType.SCALAR || binary.right().type() == ValueType.SCALAR) {
      return null;
    }
    VectorMatching matching = binary.matching();
    Map<String, @Nullable Object> fill = new LinkedHashMap<>();
    fill.put("lhs", matching.fillLeft());
    fill.put("rhs", matching.fillRight());
    Map<String, @Nullable Object> node = new LinkedHashMap<>();
    node.put(
        "card",
        switch (matching.cardinality()) {
          case ONE_TO_ONE -> "one-to-one";
          case MANY_TO_ONE -> "many-to-one";
          case ONE_TO_MANY -> "one-to-many";
          case MANY_TO_MANY -> "many-to-many";
        });
    node.put("labels", matching.labels());
    node.put("on", matching.on());
    node.put("include", matching.include());
    node.put("fillValues", fill);
    return node;
  }

  private static void selector(Map<String, @Nullable Object> node, Expr.VectorSelector selector) {
    List<Object> matchers = new ArrayList<>();
    for (Matcher matcher : selector.matchers()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("name", matcher.name());
      one.put("value", matcher.value());
      one.put("type", matcher.type().symbol());
      matchers.add(one);
    }
    node.put("name", selector.name());
    node.put("matchers", matchers);
    time(node, selector.time());
    node.put("anchored", selector.edges() == Edges.ANCHORED);
    node.put("smoothed", selector.edges() == Edges.SMOOTHED);
  }

  private static void time(Map<String, @Nullable Object> node, TimeModifiers time) {
    length(node, "offset", time.offset());
    node.put("timestamp", time.at() instanceof TimeModifiers.At.Fixed(long millis) ? millis : null);
    node.put(
        "startOrEnd",
        switch (time.at()) {
          case TimeModifiers.At.Start() -> "start";
          case TimeModifiers.At.End() -> "end";
          case TimeModifiers.At.Unset(), TimeModifiers.At.Fixed _ -> null;
        });
  }

  /// A length as milliseconds and, when it is computed, as a tree.
  private static void length(
      Map<String, @Nullable Object> node, String name, @Nullable DurationExpr length) {
    boolean plain = length instanceof DurationExpr.Literal;
    long millis = 0;
    if (length instanceof DurationExpr.Negated(DurationExpr.Literal inner, TextRange _)) {
      millis = -inner.millis(0, 0);
      plain = true;
    } else if (plain && length != null) {
      millis = length.millis(0, 0);
    }
    node.put(name, millis);
    node.put(name + "Expr", length == null || plain ? null : duration(length, false));
  }

  private static @Nullable Map<String, @Nullable Object> duration(
      @Nullable DurationExpr duration, boolean wrapped) {
    return switch (duration) {
      case null -> null;
      case DurationExpr.Literal literal -> {
        Map<String, @Nullable Object> node = new LinkedHashMap<>();
        node.put("type", "numberLiteral");
        node.put("val", GoFloat.plain(literal.seconds()));
        node.put("duration", literal.unit());
        yield node;
      }
      case DurationExpr.Paren(DurationExpr inner) -> duration(inner, true);
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
    Map<String, @Nullable Object> node = new LinkedHashMap<>();
    node.put("type", "durationExpr");
    node.put("op", operator);
    node.put("lhs", duration(left, false));
    node.put("rhs", duration(right, false));
    node.put("wrapped", wrapped);
    return node;
  }
}
