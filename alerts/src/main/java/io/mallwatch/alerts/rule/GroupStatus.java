package io.mallwatch.alerts.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a group fares.
///
/// @param lastEvaluation the moment that the last evaluation was for; empty before the first
/// @param evaluationTime how long it took
/// @param missedIterations evaluations left out because the one before took too long
public record GroupStatus(
    RuleGroup group,
    Optional<Instant> lastEvaluation,
    Duration evaluationTime,
    long missedIterations,
    List<RuleStatus> rules) {

  public GroupStatus {
    rules = List.copyOf(rules);
  }
}
