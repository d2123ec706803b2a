package io.mallwatch.server.view;

import io.mallwatch.alerts.AlertLinks;
import io.mallwatch.alerts.rule.GroupStatus;
import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.RuleAlert;
import io.mallwatch.alerts.rule.RuleEngine;
import io.mallwatch.alerts.rule.RuleStatus;
import io.mallwatch.alerts.silence.Silences;
import io.mallwatch.doors.api.alert.AlertsView;
import io.mallwatch.model.Alert;
import io.mallwatch.model.AlertLevel;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.Incidents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Alerts of the rules for the console.
public final class AlertBoard implements AlertsView {

  private final RuleEngine rules;
  private final Silences silences;
  private final Incidents incidents;
  private final InstantSource clock;

  public AlertBoard(RuleEngine rules, Silences silences, Incidents incidents, InstantSource clock) {
    this.rules = rules;
    this.silences = silences;
    this.incidents = incidents;
    this.clock = clock;
  }

  @Override
  public List<Row> alerts() {
    Instant now = clock.instant();
    List<Row> rows = new ArrayList<>();
    for (GroupStatus group : rules.groups()) {
      for (RuleStatus status : group.rules()) {
        if (status.rule() instanceof Rule.Alerting rule) {
          for (RuleAlert alert : status.alerts()) {
            rows.add(row(group.group().name(), rule, alert, now));
          }
        }
      }
    }
    return rows;
  }

  /// How many alerts fire now.
  public int firing() {
    int firing = 0;
    for (GroupStatus group : rules.groups()) {
      for (RuleStatus status : group.rules()) {
        for (RuleAlert alert : status.alerts()) {
          firing += alert.state() == RuleAlert.State.FIRING ? 1 : 0;
        }
      }
    }
    return firing;
  }

  private Row row(String group, Rule.Alerting rule, RuleAlert alert, Instant now) {
    Alert plain =
        new Alert(
            alert.labels(),
            alert.annotations(),
            alert.firedAt().orElse(alert.activeAt()),
            alert.resolvedAt().orElse(now.plus(Duration.ofMinutes(5))),
            AlertLinks.metricPage("", rule.expression()));
    return new Row(
        plain.fingerprint(),
        plain.name(),
        plain.level().map(AlertLevel::text).orElse(""),
        alert.state().name().toLowerCase(Locale.ROOT),
        !silences.covering(alert.labels(), now).isEmpty(),
        alert.activeAt(),
        alert.labels().toMap(),
        alert.annotations(),
        Double.isFinite(alert.value()) ? alert.value() : null,
        rule.expression(),
        group,
        incidents.openIncidentOf(plain.fingerprint()).map(Incident::id).orElse(null),
        IncidentDesk.links(plain, now),
        rule.hold().toSeconds());
  }
}
