package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.TimeModifiers;
import org.jspecify.annotations.Nullable;

/// Sets `@` on every selector and subquery that has none.
final class PinnedTime {

  private PinnedTime() {}

  static Expr pin(Expr expr, long millis) {
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> expr;
      case Expr.VectorSelector vector -> vector(vector, millis);
      case Expr.MatrixSelector matrix ->
          new Expr.MatrixSelector(vector(matrix.vector(), millis), matrix.window(), matrix.range());
      case Expr.Subquery s ->
          new Expr.Subquery(s.expr(), s.window(), s.step(), time(s.time(), millis), s.range());
      case Expr.Call call ->
          new Expr.Call(
              call.function(),
              call.args().stream().map(arg -> pin(arg, millis)).toList(),
              call.range());
      case Expr.Aggregate a ->
          new Expr.Aggregate(
              a.operator(),
              pinParam(a.param(), millis),
              pin(a.expr(), millis),
              a.grouping(),
              a.without(),
              a.range());
      case Expr.Binary b ->
          new Expr.Binary(
              b.operator(),
              pin(b.left(), millis),
              pin(b.right(), millis),
              b.returnBool(),
              b.matching());
      case Expr.Unary unary ->
          new Expr.Unary(unary.negative(), pin(unary.expr(), millis), unary.range());
      case Expr.Paren paren -> new Expr.Paren(pin(paren.expr(), millis), paren.range());
    };
  }

  private static @Nullable Expr pinParam(@Nullable Expr param, long millis) {
    return param == null ? null : pin(param, millis);
  }

  private static Expr.VectorSelector vector(Expr.VectorSelector vector, long millis) {
    return vector.withTime(time(vector.time(), millis), vector.range());
  }

  private static TimeModifiers time(TimeModifiers time, long millis) {
    return time.isPinned() ? time : time.withAt(new TimeModifiers.At.Fixed(millis));
  }
}
