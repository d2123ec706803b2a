package io.mallwatch.alerts.rule;

import io.mallwatch.model.Labels;
import java.time.Duration;

/// How rules are evaluated.
///
/// @param externalUrl where people reach the console; may be empty
/// @param externalLabels for templates (`$externalLabels`)
/// @param queryTimeout longest evaluation of one rule; never longer than 10 s or the group's
///   interval, whichever is more
/// @param resendDelay least time before a firing alert is sent again
/// @param resolvedRetention how long a resolved alert is still sent
/// @param resolvedShown how long a resolved alert is still shown; not shorter than the retention
/// @param outageTolerance longest outage over which `for` goes on counting
/// @param maxAlertsPerRule most alerts of a rule whose group names no limit
public record RuleSettings(
    String externalUrl,
    Labels externalLabels,
    Duration queryTimeout,
    Duration resendDelay,
    Duration resolvedRetention,
    Duration resolvedShown,
    Duration outageTolerance,
    int maxAlertsPerRule) {

  /// Prometheus's values.
  public static RuleSettings defaults(String externalUrl) {
    return new RuleSettings(
        externalUrl,
        Labels.EMPTY,
        Duration.ofMinutes(2),
        Duration.ofMinutes(1),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(1),
        10_000);
  }
}
