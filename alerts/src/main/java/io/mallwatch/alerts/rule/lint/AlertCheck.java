package io.mallwatch.alerts.rule.lint;

import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.lint.Finding.Words;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.model.AlertLevel;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an alert says to those who are told, and whether it can end.
final class AlertCheck implements Check {

  private static final Pattern BARE_VALUE = Pattern.compile("\\{\\{-?\\s*\\$value\\s*-?}}");

  private static final Pattern AS_PERCENTAGE =
      Pattern.compile("\\$value\\s*\\|\\s*humanizePercentage");

  private static final Pattern LABEL = Pattern.compile("\\$labels\\.([a-zA-Z_][a-zA-Z0-9_]*)");

  private static final Pattern SAYS_RATE =
      Pattern.compile("每秒|次/秒|/s\\b|per second|rate", Pattern.CASE_INSENSITIVE);

  @Override
  public void look(WrittenRule rule, Report report) {
    if (!(rule.rule() instanceof Rule.Alerting alert)) {
      return;
    }
    condition(rule.expr(), report);
    if (!rule.tellsSeriesApart()
        && Exprs.unwrap(rule.expr()) instanceof Expr.Binary comparison
        && isPerSeries(comparison)) {
      report.mended(Defect.PER_SERIES_THRESHOLD);
      report.corrections().wrap(comparison.left().range(), "sum(", ")");
    }
    severity(alert, report);
    if (!alert.annotations().containsKey("summary")) {
      report.add(Defect.NO_SUMMARY, "annotations");
    }
    if (!alert.annotations().containsKey("runbook_url")) {
      report.add(Defect.NO_RUNBOOK, "annotations");
    }
    Unit unit = Units.of(rule.expr());
    alert.annotations().forEach((name, text) -> value("annotations." + name, text, unit, report));
    Set<String> left = OutputLabels.of(rule.expr()).orElse(null);
    if (left != null) {
      labels("annotations", alert.annotations(), left, alert.labels().keySet(), report);
      labels("labels", alert.labels(), left, Set.of(), report);
    }
  }

  private static void condition(Expr expr, Report report) {
    boolean conditional =
        Trees.filters(expr)
            || Exprs.any(
                expr,
                inner ->
                    (inner instanceof Expr.Binary binary && binary.operator().isSetOperator())
                        || (inner instanceof Expr.Call call
                            && call.function().name().startsWith("absent")));
    if (!conditional) {
      report.add(Defect.NO_CONDITION, "expr");
    }
  }

  /// A counter's rate held against a threshold, series by series.
  private static boolean isPerSeries(Expr.Binary comparison) {
    return comparison.operator().isComparison()
        && comparison.right().type() == ValueType.SCALAR
        && Exprs.unwrap(comparison.left()) instanceof Expr.Call call
        && Set.of("rate", "irate", "increase").contains(call.function().name());
  }

  private static void severity(Rule.Alerting alert, Report report) {
    String severity = alert.labels().get(AlertLevel.LABEL);
    if (severity == null || severity.isEmpty()) {
      report.add(Defect.NO_SEVERITY, "labels");
    } else if (!severity.contains("{{") && AlertLevel.parse(severity).isEmpty()) {
      report.add(Defect.UNKNOWN_SEVERITY, "labels.severity", severity);
    }
  }

  private static void value(String key, String text, Unit unit, Report report) {
    boolean bare = BARE_VALUE.matcher(text).find();
    switch (unit) {
      case RATIO -> {
        if (bare) {
          text(
              key,
              unit,
              "写成 {{ $value | humanizePercentage }}",
              "write {{ $value | humanizePercentage }}",
              report);
        }
      }
      case PER_SECOND -> {
        if (bare && !SAYS_RATE.matcher(text).find()) {
          text(
              key,
              unit,
              "写明“每秒”，或把 rate 换成 increase",
              "say 'per second', or use increase instead of rate",
              report);
        }
      }
      case PERCENT, SECONDS, BYTES, MILLISECONDS -> {
        if (AS_PERCENTAGE.matcher(text).find()) {
          text(
              key,
              unit,
              "humanizePercentage 只用于 0 到 1 的比率",
              "humanizePercentage is for ratios from 0 to 1",
              report);
        }
      }
      case UNKNOWN, NUMBER, COUNT, MOMENT, SECONDS_PER_SECOND, BYTES_PER_SECOND -> {}
    }
  }

  private static void text(String key, Unit unit, String zh, String en, Report report) {
    Words what = Defect.TEXT_UNIT.what();
    report.add(
        Defect.TEXT_UNIT,
        key,
        new Words(
            what.zh().formatted(key, unit.words().zh()),
            what.en().formatted(key, unit.words().en())),
        new Words(zh, en),
        false);
  }

  private static void labels(
      String part, Map<String, String> texts, Set<String> left, Set<String> added, Report report) {
    texts.forEach((name, text) -> {
      Matcher matcher = LABEL.matcher(text);
      while (matcher.find()) {
        String label = matcher.group(1);
        if (!left.contains(label) && !added.contains(label)) {
          report.add(Defect.LABEL_NOT_THERE, part + "." + name, part + "." + name, label);
        }
      }
    });
  }
}
