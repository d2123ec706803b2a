package io.mallwatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.RuleFiles;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.monitors.business.slo.Slo;
import io.mallwatch.monitors.business.slo.SloRules;
import io.mallwatch.server.config.ConfigLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Objectives as rules, read by the loader that reads all rules.
class SloRulesTest {

  private static List<RuleGroup> groups(List<Slo> slos) {
    return new RuleFiles(expression -> PromqlParser.parse(expression), Duration.ofSeconds(15))
        .parse("slos", SloRules.yaml(slos));
  }

  private static List<Rule> rules(List<Slo> slos) {
    return groups(slos).stream().flatMap(group -> group.rules().stream()).toList();
  }

  @Test
  void everyObjectiveHasItsWindowsItsBudgetAndItsTwoAlerts() {
    List<Rule> rules = rules(List.of(Slo.parse("checkout 98% paid_total of tried_total")));

    assertThat(rules).filteredOn(Rule.Recording.class::isInstance).hasSize(8);
    List<Rule.Alerting> alerts =
        rules.stream()
            .filter(Rule.Alerting.class::isInstance)
            .map(Rule.Alerting.class::cast)
            .toList();
    assertThat(alerts).extracting(Rule::name).containsExactly("SloBurnsFast", "SloBurnsSlowly");
    Rule.Alerting fast = alerts.getFirst();
    assertThat(fast.expression())
        .contains(
            "ratio_rate1h{slo=\"checkout\"} > 0.288", "ratio_rate6h{slo=\"checkout\"} > 0.12");
    assertThat(fast.labels().get("slo")).isEqualTo("checkout");
    for (Rule.Alerting alert : alerts) {
      assertThat(alert.annotations().get("description")).contains("98%");
      assertThat(Path.of("..").resolve(alert.annotations().getOrDefault("runbook_url", "")))
          .isRegularFile();
    }
  }

  @Test
  void theDefaultsAreLoadedWithTheShippedRulesAndNoneOnDemand() {
    assertThat(AlertsWiring.rules(ConfigLoader.load(null, Map.of(), Map.of())))
        .extracting(RuleGroup::name)
        .contains("slo-checkout-short", "slo-api-long", "business-alerts");
    assertThat(
            AlertsWiring.rules(
                ConfigLoader.load(null, Map.of("MALLWATCH_BUSINESS_SLOS", "none"), Map.of())))
        .extracting(RuleGroup::name)
        .noneMatch(name -> name.startsWith("slo-"));
  }
}
