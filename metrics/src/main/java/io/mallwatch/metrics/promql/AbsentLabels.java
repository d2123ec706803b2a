package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The labels that `absent` can tell of a series that isn't there.
final class AbsentLabels {

  private AbsentLabels() {}

  /// Those that a selector pins by one `=` alone; none for any other expression.
  static Labels of(Expr arg) {
    Expr expr = Exprs.unwrap(arg);
    List<Matcher> matchers = List.of();
    if (expr instanceof Expr.VectorSelector vector) {
      matchers = vector.matchers();
    } else if (expr instanceof Expr.MatrixSelector matrix) {
      matchers = matrix.vector().matchers();
    }
    Map<String, String> pinned = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (Matcher matcher : matchers) {
      if (matcher.name().equals(Labels.METRIC_NAME)) {
        continue;
      }
      if (matcher.type() == Matcher.Type.EQUAL && seen.add(matcher.name())) {
        pinned.put(matcher.name(), matcher.value());
      } else {
        pinned.remove(matcher.name());
      }
    }
    return Labels.of(pinned);
  }
}
