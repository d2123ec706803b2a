package io.mallwatch.alerts.rule;

import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.AlertLevel;
import io.mallwatch.model.BadQueryException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the strategy's own form of a rule (`name`, `description`, `level`, `condition`,
/// `threshold`, `duration` in seconds, `labels`, `annotations`) as an alerting rule.
///
/// The condition is PromQL. Where it says `threshold`, the number takes its place; where it
/// compares already, its own number must be the threshold; where it only measures, it is held to be
/// above the threshold.
final class AlertRuleShape {

  private static final Pattern PLACE = Pattern.compile("\\$?\\bthreshold\\b");

  private AlertRuleShape() {}

  /// The rule that `map` writes; problems are noted, unknown keys too.
  static Optional<Rule> read(YamlMap map) {
    String name = map.requiredText("name");
    String condition = map.requiredText("condition");
    String description = map.text("description", "");
    Map<String, String> labels = new TreeMap<>(map.textMap("labels"));
    level(map).ifPresent(level -> labels.putIfAbsent(AlertLevel.LABEL, level));
    Map<String, String> annotations = new TreeMap<>(map.textMap("annotations"));
    if (!description.isEmpty()) {
      annotations.putIfAbsent("summary", description);
      annotations.putIfAbsent("description", description);
    }
    Optional<BigDecimal> threshold = number(map, "threshold");
    BigDecimal seconds = number(map, "duration").orElse(BigDecimal.ZERO);
    if (seconds.signum() < 0) {
      map.value().problem("duration must not be negative");
    }
    Duration hold = Duration.ofMillis(seconds.max(BigDecimal.ZERO).movePointRight(3).longValue());
    String expression = expression(map, condition, threshold);
    map.refuseUnknown("alert rule");
    return name.isEmpty() || expression.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Rule.Alerting(name, expression, hold, Duration.ZERO, labels, annotations));
  }

  private static Optional<String> level(YamlMap map) {
    String level = map.text("level", "");
    Optional<AlertLevel> known = AlertLevel.parse(level);
    if (!level.isEmpty() && known.isEmpty()) {
      map.find("level")
          .ifPresent(v -> v.problem("level must be critical, high, warning or info: " + level));
    }
    return known.map(AlertLevel::text);
  }

  private static Optional<BigDecimal> number(YamlMap map, String key) {
    Optional<YamlValue> value = map.find(key);
    String text = map.text(key, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException _) {
      value.ifPresent(v -> v.problem("%s is not a number: %s".formatted(key, text)));
      return Optional.empty();
    }
  }

  private static String expression(YamlMap map, String condition, Optional<BigDecimal> threshold) {
    if (condition.isEmpty()) {
      return "";
    }
    Matcher place = PLACE.matcher(condition);
    String text = condition;
    if (place.find()) {
      if (threshold.isEmpty()) {
        map.value().problem("the condition names a threshold, but there is none");
        return "";
      }
      text = place.replaceAll(threshold.get().toPlainString());
    }
    try {
      Expr expr = Exprs.unwrap(PromqlParser.parse(text));
      if (text.equals(condition) && threshold.isPresent()) {
        return compared(map, text, expr, threshold.get());
      }
      return text;
    } catch (BadQueryException e) {
      map.find("condition")
          .orElse(map.value())
          .problem("could not parse condition: " + e.getMessage());
      return "";
    }
  }

  private static String compared(YamlMap map, String text, Expr expr, BigDecimal threshold) {
    if (expr instanceof Expr.Binary binary && binary.operator().isComparison()) {
      boolean other =
          binary.right() instanceof Expr.NumberLiteral number
              && number.value() != threshold.doubleValue();
      if (other) {
        map.value()
            .problem(
                "the condition compares with another number than threshold "
                    + threshold.toPlainString());
      }
      return text;
    }
    boolean set = expr instanceof Expr.Binary binary && binary.operator().isSetOperator();
    return (set ? "(" + text + ")" : text) + " > " + threshold.toPlainString();
  }
}
