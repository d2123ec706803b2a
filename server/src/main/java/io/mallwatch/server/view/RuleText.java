package io.mallwatch.server.view;

import io.mallwatch.alerts.rule.GroupStatus;
import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.RuleEngine;
import io.mallwatch.alerts.rule.RuleStatus;
import io.mallwatch.alerts.yaml.Durations;
import java.util.Map;
import java.util.Optional;

/// The rules in force as YAML, in Prometheus's format.
public final class RuleText {

  private final RuleEngine engine;

  public RuleText(RuleEngine engine) {
    this.engine = engine;
  }

  /// The alerting rules of this name with their groups; empty when there is none.
  public Optional<String> of(String alertName) {
    StringBuilder out = new StringBuilder("groups:\n");
    boolean any = false;
    for (GroupStatus group : engine.groups()) {
      for (RuleStatus status : group.rules()) {
        if (status.rule() instanceof Rule.Alerting rule && rule.name().equals(alertName)) {
          any = true;
          out.append("- name: ").append(quoted(group.group().name())).append("\n  # ");
          out.append(group.group().file().replace('\n', ' ')).append("\n  rules:\n");
          rule(out, rule);
        }
      }
    }
    return any ? Optional.of(out.toString()) : Optional.empty();
  }

  private static void rule(StringBuilder out, Rule.Alerting rule) {
    out.append("  - alert: ").append(quoted(rule.name())).append("\n    expr: ");
    out.append(quoted(rule.expression())).append("\n    for: ");
    out.append(Durations.print(rule.hold())).append("\n    keep_firing_for: ");
    out.append(Durations.print(rule.keepFiring())).append('\n');
    texts(out, "labels", rule.labels());
    texts(out, "annotations", rule.annotations());
  }

  private static void texts(StringBuilder out, String name, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      out.append("    ").append(name).append(":\n");
      texts.forEach((key, value) ->
          out.append("      ").append(key).append(": ").append(quoted(value)).append('\n'));
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
