package io.mallwatch.alerts.rule.lint;

import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.PromqlFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Questions about trees that several checks ask.
final class Trees {

  private static final Set<String> COUNTING = Set.of("rate", "irate", "increase");

  private static final int LONGEST_SHOWN = 120;

  private Trees() {}

  /// `expr` and everything in it of type `type`, outer ones first.
  static <T extends Expr> List<T> all(Expr expr, Class<T> type) {
    List<T> found = new ArrayList<>();
    boolean _ =
        Exprs.any(
            expr,
            inner -> {
              if (type.isInstance(inner)) {
                found.add(type.cast(inner));
              }
              return false;
            });
    return found;
  }

  /// Whether the increase of a counter is in it.
  static boolean counts(Expr expr) {
    return Exprs.any(
        expr,
        inner -> inner instanceof Expr.Call call && COUNTING.contains(call.function().name()));
  }

  static boolean aggregates(Expr expr) {
    return Exprs.any(expr, inner -> inner instanceof Expr.Aggregate);
  }

  /// Whether a comparison in it drops series.
  static boolean filters(Expr expr) {
    return Exprs.any(
        expr,
        inner ->
            inner instanceof Expr.Binary binary
                && binary.operator().isComparison()
                && !binary.returnBool());
  }

  /// On one line, not longer than a reader likes.
  static String shown(Expr expr) {
    String text = PromqlFormatter.format(expr);
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
  }
}
