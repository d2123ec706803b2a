package io.mallwatch.alerts.rule.lint;

import io.mallwatch.alerts.rule.lint.Finding.Words;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.TextRange;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Metrics that nothing emits, labels that they do not have, functions that do not suit them.
///
/// @param recorded names that rules beside this one record
record MetricCheck(KnownMetrics metrics, Set<String> recorded) implements Check {

  private static final int MOST_SHOWN = 8;

  /// Written by the rule engine and by scrapes.
  private static final Set<String> ALWAYS = Set.of("ALERTS", "ALERTS_FOR_STATE", "up");

  @Override
  public void look(WrittenRule rule, Report report) {
    for (Expr.VectorSelector selector : Exprs.selectors(rule.expr())) {
      String name = selector.name();
      if (name.isEmpty() || ALWAYS.contains(name) || recorded.contains(name)) {
        continue;
      }
      if (metrics.has(name)) {
        labels(selector, report);
      } else {
        unknown(selector, report);
      }
    }
    for (Expr.Aggregate aggregate : Trees.all(rule.expr(), Expr.Aggregate.class)) {
      grouping(aggregate, report);
    }
    for (Expr.Call call : Trees.all(rule.expr(), Expr.Call.class)) {
      if (Set.of("rate", "irate", "increase").contains(call.function().name())) {
        rateOfGauge(call, report);
      }
    }
    for (Expr.Binary binary : Trees.all(rule.expr(), Expr.Binary.class)) {
      bareCounter(binary, report);
    }
  }

  private void unknown(Expr.VectorSelector selector, Report report) {
    String name = selector.name();
    List<String> close = closest(name);
    if (close.isEmpty() && !metrics.isComplete()) {
      return;
    }
    if (close.isEmpty()) {
      report.add(Defect.UNKNOWN_METRIC, "expr", name, "");
      return;
    }
    String names = String.join(", ", close);
    Words what = Defect.UNKNOWN_METRIC.what();
    boolean sure = close.size() == 1;
    report.add(
        Defect.UNKNOWN_METRIC,
        "expr",
        new Words(
            what.zh().formatted(name, "，是否想写 " + names),
            what.en().formatted(name, "; did you mean " + names + "?")),
        Defect.UNKNOWN_METRIC.advice(),
        sure);
    if (sure) {
      int start = selector.range().start();
      report.corrections().replace(new TextRange(start, start + name.length()), close.getFirst());
    }
  }

  private List<String> closest(String name) {
    int reach = Math.max(1, name.length() / 8);
    return metrics.names().stream()
        .map(other -> Map.entry(other, Distance.between(name, other, reach)))
        .filter(other -> other.getValue() <= reach)
        .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .limit(3)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void labels(Expr.VectorSelector selector, Report report) {
    Optional<Set<String>> known = metrics.labels(selector.name());
    for (Matcher matcher : selector.matchers()) {
      if (matcher.name().equals(Labels.METRIC_NAME) || matcher.matches("")) {
        continue;
      }
      if (known.isPresent() && !known.get().contains(matcher.name())) {
        unknownLabel(selector.name(), matcher.name(), known.get(), report);
        continue;
      }
      List<String> values = metrics.values(selector.name(), matcher.name());
      if (!values.isEmpty() && values.stream().noneMatch(matcher::matches)) {
        Words what = Defect.LABEL_NEVER_MATCHES.what();
        String shown = few(values);
        report.add(
            Defect.LABEL_NEVER_MATCHES,
            "expr",
            new Words(
                what.zh().formatted(matcher, selector.name() + " 的取值只有 " + shown),
                what.en().formatted(matcher, "the values of " + selector.name() + " are " + shown)),
            Defect.LABEL_NEVER_MATCHES.advice(),
            false);
      }
    }
  }

  private static void unknownLabel(String metric, String label, Set<String> known, Report report) {
    report.add(
        Defect.UNKNOWN_LABEL,
        "expr",
        Defect.UNKNOWN_LABEL.what().formatted(metric, label),
        Defect.UNKNOWN_LABEL.advice().formatted(few(new TreeSet<>(known))),
        false);
  }

  private static String few(Iterable<String> texts) {
    List<String> shown = new ArrayList<>();
    for (String text : texts) {
      if (shown.size() == MOST_SHOWN) {
        shown.add("…");
        break;
      }
      shown.add(text);
    }
    return String.join(", ", shown);
  }

  /// `by (label)` where no series below has the label.
  private void grouping(Expr.Aggregate aggregate, Report report) {
    List<Expr.VectorSelector> selectors = Exprs.selectors(aggregate.expr());
    boolean changed =
        Trees.all(aggregate.expr(), Expr.Call.class).stream()
            .anyMatch(call -> call.function().name().startsWith("label_"));
    boolean joined = !Trees.all(aggregate.expr(), Expr.Binary.class).isEmpty();
    if (aggregate.without() || changed || joined || selectors.size() != 1) {
      return;
    }
    String metric = selectors.getFirst().name();
    metrics
        .labels(metric)
        .filter(_ -> !recorded.contains(metric))
        .ifPresent(known ->
            aggregate.grouping().stream()
                .filter(label -> !known.contains(label))
                .forEach(label -> unknownLabel(metric, label, known, report)));
  }

  private void rateOfGauge(Expr.Call call, Report report) {
    Exprs.selectors(call).stream()
        .filter(selector -> metrics.type(selector.name()) == KnownMetrics.Type.GAUGE)
        .forEach(selector ->
            report.add(Defect.RATE_OF_GAUGE, "expr", selector.name(), call.function().name()));
  }

  private void bareCounter(Expr.Binary comparison, Report report) {
    if (!comparison.operator().isComparison()) {
      return;
    }
    Stream.of(comparison.left())
        .map(MetricCheck::counted)
        .flatMap(Optional::stream)
        .filter(selector -> isCounter(selector.name()))
        .filter(_ -> Units.number(comparison.right()).orElse(0) != 0)
        .min(Comparator.comparing(Expr.VectorSelector::name))
        .ifPresent(selector ->
            report.add(
                Defect.COUNTER_WITHOUT_RATE,
                "expr",
                selector.name(),
                Trees.shown(comparison.right())));
  }

  /// The selector itself, or the one that is summed.
  private static Optional<Expr.VectorSelector> counted(Expr expr) {
    return switch (Exprs.unwrap(expr)) {
      case Expr.VectorSelector selector -> Optional.of(selector);
      case Expr.Aggregate aggregate
          when aggregate.operator() != io.mallwatch.metrics.promql.syntax.AggregateOperator.COUNT ->
          counted(aggregate.expr());
      default -> Optional.empty();
    };
  }

  private boolean isCounter(String name) {
    return switch (metrics.type(name)) {
      case COUNTER -> true;
      case GAUGE, HISTOGRAM -> false;
      case UNKNOWN -> name.endsWith("_total") && !recorded.contains(name);
    };
  }
}
