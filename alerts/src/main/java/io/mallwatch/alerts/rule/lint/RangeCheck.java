package io.mallwatch.alerts.rule.lint;

import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.yaml.Durations;
import io.mallwatch.metrics.promql.syntax.DurationExpr;
import io.mallwatch.metrics.promql.syntax.Expr;
import java.time.Duration;
import java.util.Set;

/// Windows too short for the samples they need, and times shorter than an evaluation.
record RangeCheck(Duration scrapeInterval) implements Check {

  private static final int LEAST_SCRAPES = 4;

  private static final Set<String> OF_TWO =
      Set.of("rate", "irate", "increase", "delta", "idelta", "deriv", "changes", "resets");

  @Override
  public void look(WrittenRule rule, Report report) {
    for (Expr.Call call : Trees.all(rule.expr(), Expr.Call.class)) {
      if (OF_TWO.contains(call.function().name())
          && call.args().getFirst() instanceof Expr.MatrixSelector matrix
          && matrix.window() instanceof DurationExpr.Literal window) {
        Duration least = scrapeInterval.multipliedBy(LEAST_SCRAPES);
        Duration range = Duration.ofMillis(Math.round(window.seconds() * 1000));
        if (range.compareTo(least) < 0) {
          String wider = Durations.print(least);
          report.add(
              Defect.SHORT_RANGE,
              "expr",
              Defect.SHORT_RANGE
                  .what()
                  .formatted(Durations.print(range), Durations.print(scrapeInterval)),
              Defect.SHORT_RANGE.advice().formatted(wider),
              true);
          report.corrections().replace(window.range(), wider);
        }
      }
    }
    if (rule.rule() instanceof Rule.Alerting alert) {
      shorter(rule, "for", alert.hold(), report);
      shorter(rule, "keep_firing_for", alert.keepFiring(), report);
    }
  }

  private static void shorter(WrittenRule rule, String key, Duration time, Report report) {
    Duration interval = rule.group().interval();
    if (!time.isZero() && time.compareTo(interval) < 0) {
      report.add(
          Defect.FOR_SHORTER_THAN_INTERVAL,
          key,
          key,
          Durations.print(time),
          Durations.print(interval));
    }
  }
}
