package io.mallwatch.alerts.rule;

import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One rule with what it remembers between evaluations.
final class RuleRun {

  private final Rule rule;

  /// Null for a recording rule.
  private final @Nullable AlertingState alerts;

  /// Series written by the last evaluation that went well.
  private Map<Labels, Boolean> written = new HashMap<>();

  private RestoredStates restored = RestoredStates.NONE;
  private boolean mayRestore;
  private RuleStatus.Health health = RuleStatus.Health.UNKNOWN;
  private String lastError = "";
  private @Nullable Instant lastEvaluation;
  private Duration evaluationTime = Duration.ZERO;

  RuleRun(Rule rule, int limit, RuleSettings settings, boolean mayRestore) {
    this.rule = rule;
    this.mayRestore = mayRestore;
    this.alerts =
        rule instanceof Rule.Alerting alerting
            ? new AlertingState(alerting, limit, settings)
            : null;
  }

  void copyFrom(RuleRun former) {
    written = former.written;
    restored = former.restored;
    mayRestore = former.mayRestore;
    health = former.health;
    lastError = former.lastError;
    lastEvaluation = former.lastEvaluation;
    evaluationTime = former.evaluationTime;
    if (alerts != null && former.alerts != null) {
      alerts.copyFrom(former.alerts);
    }
  }

  Rule rule() {
    return rule;
  }

  @Nullable AlertingState alerts() {
    return alerts;
  }

  boolean mayRestore() {
    return mayRestore;
  }

  void restored(RestoredStates states) {
    restored = states;
    mayRestore = false;
  }

  RestoredStates restored() {
    return restored;
  }

  /// The series that were there before and are not in `now`; remembers `now`.
  List<Labels> vanished(List<SeriesSamples> now) {
    Map<Labels, Boolean> next = new HashMap<>();
    for (SeriesSamples series : now) {
      next.put(series.labels(), true);
    }
    List<Labels> gone = written.keySet().stream().filter(s -> !next.containsKey(s)).toList();
    written = next;
    return gone;
  }

  /// Every series that it wrote last.
  List<Labels> written() {
    return List.copyOf(written.keySet());
  }

  void finished(Instant at, Duration took, String error) {
    lastEvaluation = at;
    evaluationTime = took;
    lastError = error;
    health = error.isEmpty() ? RuleStatus.Health.OK : RuleStatus.Health.ERR;
  }

  RuleStatus status() {
    return new RuleStatus(
        rule,
        health,
        lastError,
        Optional.ofNullable(lastEvaluation),
        evaluationTime,
        alerts == null ? List.of() : alerts.view());
  }
}
