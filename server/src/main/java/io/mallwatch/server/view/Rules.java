package io.mallwatch.server.view;

import io.mallwatch.alerts.rule.GroupStatus;
import io.mallwatch.alerts.rule.RuleAlert;
import io.mallwatch.alerts.rule.RuleEngine;
import io.mallwatch.alerts.rule.RuleStatus;
import io.mallwatch.doors.prometheus.RulesView;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;

/// Rule groups for the Prometheus door.
public final class Rules implements RulesView {

  private final RuleEngine engine;

  public Rules(RuleEngine engine) {
    this.engine = engine;
  }

  @Override
  public List<Group> groups() {
    return engine.groups().stream().map(Rules::group).toList();
  }

  private static Group group(GroupStatus status) {
    return new Group(
        status.group().name(),
        status.group().file(),
        status.group().interval(),
        status.group().limit(),
        status.evaluationTime(),
        status.lastEvaluation().orElse(null),
        status.rules().stream().map(Rules::rule).toList());
  }

  private static Rule rule(RuleStatus status) {
    Evaluation evaluation =
        new Evaluation(
            status.health().text(),
            status.lastError(),
            status.evaluationTime(),
            status.lastEvaluation().orElse(null));
    return switch (status.rule()) {
      case io.mallwatch.alerts.rule.Rule.Recording rule ->
          new Recording(rule.name(), rule.expression(), Labels.of(rule.labels()), evaluation);
      case io.mallwatch.alerts.rule.Rule.Alerting rule ->
          new Alerting(
              rule.name(),
              rule.expression(),
              rule.hold(),
              rule.keepFiring(),
              Labels.of(rule.labels()),
              rule.annotations(),
              active(status),
              evaluation);
    };
  }

  private static List<ActiveAlert> active(RuleStatus status) {
    List<ActiveAlert> active = new ArrayList<>();
    for (RuleAlert alert : status.alerts()) {
      if (alert.state() != RuleAlert.State.RESOLVED) {
        active.add(
            new ActiveAlert(
                alert.labels(),
                alert.annotations(),
                alert.state() == RuleAlert.State.FIRING,
                alert.activeAt(),
                null,
                alert.value()));
      }
    }
    return active;
  }
}
