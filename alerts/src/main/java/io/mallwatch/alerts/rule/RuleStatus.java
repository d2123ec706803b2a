package io.mallwatch.alerts.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a rule fares.
///
/// @param lastError empty when the last evaluation went well
/// @param lastEvaluation empty before the first
/// @param alerts pending, firing and lately resolved ones; none for a recording rule
public record RuleStatus(
    Rule rule,
    Health health,
    String lastError,
    Optional<Instant> lastEvaluation,
    Duration evaluationTime,
    List<RuleAlert> alerts) {

  public RuleStatus {
    alerts = List.copyOf(alerts);
  }

  /// Whether the last evaluation went well.
  public enum Health {
    UNKNOWN,
    OK,
    ERR;

    /// As Prometheus's API writes it.
    public String text() {
      return this == UNKNOWN ? "unknown" : this == OK ? "ok" : "err";
    }
  }

  /// As Prometheus's API writes it: `firing` when any alert fires, `pending`, else `inactive`.
  public String state() {
    if (alerts.stream().anyMatch(alert -> alert.state() == RuleAlert.State.FIRING)) {
      return "firing";
    }
    boolean pending = alerts.stream().anyMatch(a -> a.state() == RuleAlert.State.PENDING);
    return pending ? "pending" : "inactive";
  }
}
