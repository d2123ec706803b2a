package io.mallwatch.alerts.rule.lint;

import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.TextRange;
import java.util.List;
import java.util.stream.Stream;

/// Quantiles of classic histograms.
final class QuantileCheck implements Check {

  @Override
  public void look(WrittenRule rule, Report report) {
    for (Expr.Call call : Trees.all(rule.expr(), Expr.Call.class)) {
      if (call.function().name().equals("histogram_quantile")) {
        buckets(rule, call.args().get(1), report);
      }
    }
  }

  private static void buckets(WrittenRule rule, Expr buckets, Report report) {
    List<Expr.Aggregate> aggregates =
        Trees.all(buckets, Expr.Aggregate.class).stream()
            .filter(QuantileCheck::hasBuckets)
            .toList();
    if (!hasBuckets(buckets)) {
      return;
    }
    if (aggregates.isEmpty()) {
      if (rule.tellsSeriesApart()) {
        return;
      }
      report.mended(Defect.QUANTILE_PER_SERIES);
      report.corrections().wrap(Exprs.unwrap(buckets).range(), "sum by (le) (", ")");
      return;
    }
    for (Expr.Aggregate aggregate : aggregates) {
      boolean keeps = aggregate.grouping().contains("le") != aggregate.without();
      if (!keeps) {
        report.mended(Defect.QUANTILE_WITHOUT_LE);
        mend(rule.rule().expression(), aggregate, report);
      }
    }
  }

  private static boolean hasBuckets(Expr expr) {
    return Exprs.selectors(expr).stream().anyMatch(one -> one.name().endsWith("_bucket"));
  }

  private static void mend(String text, Expr.Aggregate aggregate, Report report) {
    String inner = text.substring(aggregate.expr().range().start(), aggregate.expr().range().end());
    List<String> labels =
        aggregate.without()
            ? aggregate.grouping().stream().filter(label -> !label.equals("le")).toList()
            : Stream.concat(Stream.of("le"), aggregate.grouping().stream()).toList();
    TextRange range = aggregate.range();
    report
        .corrections()
        .replace(
            range,
            "%s %s (%s) (%s)"
                .formatted(
                    aggregate.operator().symbol(),
                    aggregate.without() ? "without" : "by",
                    String.join(", ", labels),
                    inner));
  }
}
