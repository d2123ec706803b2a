package io.mallwatch.metrics.promql.syntax;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Prints trees so that they parse to the same tree again.
public final class PromqlFormatter {

  /// In bytes; longer expressions are broken into lines by [#pretty(Expr)].
  private static final int MAX_LINE = 100;

  private PromqlFormatter() {}

  /// On one line.
  public static String format(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral number -> number(number);
      case Expr.StringLiteral text -> Quoting.quote(text.value());
      case Expr.VectorSelector selector ->
          series(selector) + at(selector.time()) + edges(selector) + offset(selector.time());
      case Expr.MatrixSelector(Expr.VectorSelector vector, DurationExpr window, TextRange _) ->
          series(vector) + "[" + duration(window) + "]" + edges(vector) + time(vector.time());
      case Expr.Subquery subquery -> format(subquery.expr()) + window(subquery);
      case Expr.Call call -> call.function().name() + "(" + list(call.args()) + ")";
      case Expr.Aggregate aggregate -> {
        Expr param = aggregate.param();
        yield head(aggregate)
            + "("
            + (param == null ? "" : format(param) + ", ")
            + format(aggregate.expr())
            + ")";
      }
      case Expr.Binary binary ->
          format(binary.left()) + " " + operator(binary) + " " + format(binary.right());
      case Expr.Unary unary -> (unary.negative() ? "-" : "+") + format(unary.expr());
      case Expr.Paren paren -> "(" + format(paren.expr()) + ")";
    };
  }

  /// On several lines, indented by two spaces, where one would be too long.
  public static String pretty(Expr expr) {
    return pretty(expr, 0);
  }

  private static String pretty(Expr expr, int level) {
    String indent = "  ".repeat(level);
    String line = format(expr);
    if (line.getBytes(StandardCharsets.UTF_8).length <= MAX_LINE) {
      return indent + line;
    }
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> indent + line;
      case Expr.VectorSelector _, Expr.MatrixSelector _ -> indent + line;
      case Expr.Subquery subquery -> pretty(subquery.expr(), level) + window(subquery);
      case Expr.Call call ->
          indent + call.function().name() + "(\n" + lines(call.args(), level + 1) + indent + ")";
      case Expr.Aggregate aggregate -> {
        Expr param = aggregate.param();
        List<Expr> args =
            param == null ? List.of(aggregate.expr()) : List.of(param, aggregate.expr());
        yield indent + head(aggregate) + "(\n" + lines(args, level + 1) + indent + ")";
      }
      case Expr.Binary binary ->
          pretty(binary.left(), level + 1)
              + "\n"
              + indent
              + operator(binary)
              + "\n"
              + pretty(binary.right(), level + 1);
      case Expr.Unary unary ->
          indent + (unary.negative() ? "-" : "+") + pretty(unary.expr(), level).stripLeading();
      case Expr.Paren paren ->
          indent + "(\n" + pretty(paren.expr(), level + 1) + "\n" + indent + ")";
    };
  }

  private static String lines(List<Expr> args, int level) {
    return args.stream()
        .map(arg -> pretty(arg, level))
        .collect(Collectors.joining(",\n", "", "\n"));
  }

  private static String list(List<Expr> args) {
    return args.stream().map(PromqlFormatter::format).collect(Collectors.joining(", "));
  }

  private static String number(Expr.NumberLiteral number) {
    return number.duration()
        ? Numerals.formatDuration(Math.round(number.value() * 1e3))
        : Numerals.plain(number.value());
  }

  private static String head(Expr.Aggregate aggregate) {
    String name = aggregate.operator().symbol();
    if (!aggregate.without() && aggregate.grouping().isEmpty()) {
      return name;
    }
    String kind = aggregate.without() ? " without (" : " by (";
    return name + kind + labels(aggregate.grouping()) + ") ";
  }

  private static String labels(List<String> names) {
    return names.stream().map(PromqlFormatter::label).collect(Collectors.joining(", "));
  }

  private static String label(String name) {
    return isPlain(name, false) ? name : Quoting.quote(name);
  }

  /// Whether `name` may stand without quotes.
  private static boolean isPlain(String name, boolean colons) {
    if (name.isEmpty() || Lexer.isDigit(name.charAt(0))) {
      return false;
    }
    return name.chars().allMatch(c -> Lexer.isAlphaNumeric((char) c) || (colons && c == ':'));
  }

  private static String operator(Expr.Binary binary) {
    VectorMatching matching = binary.matching();
    StringBuilder out = new StringBuilder(binary.operator().symbol());
    if (binary.returnBool()) {
      out.append(" bool");
    }
    if (matching.on() || !matching.labels().isEmpty() || matching.isGrouped()) {
      out.append(matching.on() ? " on (" : " ignoring (");
      out.append(labels(matching.labels())).append(')');
    }
    if (matching.isGrouped()) {
      boolean left = matching.cardinality() == VectorMatching.Cardinality.MANY_TO_ONE;
      out.append(left ? " group_left (" : " group_right (");
      out.append(labels(matching.include())).append(')');
    }
    Double fillLeft = matching.fillLeft();
    Double fillRight = matching.fillRight();
    if (fillLeft != null && fillLeft.equals(fillRight)) {
      return out.append(" fill (").append(Numerals.general(fillLeft)).append(')').toString();
    }
    if (fillLeft != null) {
      out.append(" fill_left (").append(Numerals.general(fillLeft)).append(')');
    }
    if (fillRight != null) {
      out.append(" fill_right (").append(Numerals.general(fillRight)).append(')');
    }
    return out.toString();
  }

  private static String series(Expr.VectorSelector selector) {
    String matchers =
        selector.matchers().stream()
            .filter(matcher -> !isName(selector, matcher))
            .map(PromqlFormatter::matcher)
            .sorted()
            .collect(Collectors.joining(","));
    return selector.name() + (matchers.isEmpty() ? "" : "{" + matchers + "}");
  }

  private static boolean isName(Expr.VectorSelector selector, Matcher matcher) {
    return !selector.name().isEmpty()
        && matcher.name().equals(Labels.METRIC_NAME)
        && matcher.type() == Matcher.Type.EQUAL
        && matcher.value().equals(selector.name());
  }

  private static String matcher(Matcher matcher) {
    return label(matcher.name()) + matcher.type().symbol() + Quoting.quote(matcher.value());
  }

  private static String window(Expr.Subquery subquery) {
    DurationExpr step = subquery.step();
    return "["
        + duration(subquery.window())
        + ":"
        + (step == null ? "" : duration(step))
        + "]"
        + time(subquery.time());
  }

  private static String edges(Expr.VectorSelector selector) {
    return selector.edges() == Edges.PLAIN ? "" : " " + selector.edges().keyword();
  }

  private static String time(TimeModifiers time) {
    return at(time) + offset(time);
  }

  private static String at(TimeModifiers time) {
    return switch (time.at()) {
      case TimeModifiers.At.Unset() -> "";
      case TimeModifiers.At.Fixed(long millis) ->
          " @ " + String.format(Locale.ROOT, "%.3f", millis / 1e3);
      case TimeModifiers.At.Start() -> " @ start()";
      case TimeModifiers.At.End() -> " @ end()";
    };
  }

  private static String offset(TimeModifiers time) {
    DurationExpr offset = time.offset();
    return offset == null ? "" : " offset " + duration(offset);
  }

  /// A lone number of seconds is printed with units.
  private static String duration(DurationExpr duration) {
    return duration instanceof DurationExpr.Literal literal
        ? literal(literal, true)
        : part(duration);
  }

  private static String part(DurationExpr duration) {
    return switch (duration) {
      case DurationExpr.Literal literal -> literal(literal, literal.unit());
      case DurationExpr.Step _ -> "step()";
      case DurationExpr.Range _ -> "range()";
      case DurationExpr.Negated(DurationExpr inner, TextRange _) -> "-" + part(inner);
      case DurationExpr.Paren(DurationExpr inner) -> "(" + part(inner) + ")";
      case DurationExpr.Operation(BinaryOperator operator, DurationExpr left, DurationExpr right) ->
          part(left) + " " + operator.symbol() + " " + part(right);
      case DurationExpr.Extreme(boolean max, DurationExpr left, DurationExpr right, TextRange _) ->
          (max ? "max_of(" : "min_of(") + part(left) + ", " + part(right) + ")";
    };
  }

  /// With units, unless that would lose a part of a millisecond.
  private static String literal(DurationExpr.Literal literal, boolean units) {
    double millis = literal.seconds() * 1e3;
    boolean exact = literal.unit() || Math.abs(millis - Math.rint(millis)) < 1e-6;
    return units && exact && Math.abs(millis) < 1e15
        ? Numerals.formatDuration(Math.round(millis))
        : Numerals.plain(literal.seconds());
  }
}
