package io.mallwatch.model;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A condition that holds, or has ceased to: what a rule sends and the routes shape. Two alerts
/// with equal labels are the same alert at different times.
///
/// @param labels identity; has `alertname`
/// @param annotations texts for people: summary, description, runbook_url, ...; sorted by key
/// @param startsAt since when the condition holds
/// @param endsAt when it ended, or when it will be taken as ended unless it is sent again
/// @param generatorUrl where a person sees what raised it; may be empty
public record Alert(
    Labels labels,
    Map<String, String> annotations,
    Instant startsAt,
    Instant endsAt,
    String generatorUrl) {

  public Alert {
    annotations = java.util.Collections.unmodifiableMap(new TreeMap<>(annotations));
  }

  /// Value of label `alertname`.
  public String name() {
    return labels.get(Labels.ALERT_NAME);
  }

  /// Level from label `severity`; empty when it is missing or unknown.
  public Optional<AlertLevel> level() {
    return AlertLevel.parse(labels.get(AlertLevel.LABEL));
  }

  /// Whether it has ended at `now`.
  public boolean isResolved(Instant now) {
    return !endsAt.isAfter(now);
  }

  /// 16 hex digits, equal for equal labels; Alertmanager's fingerprint.
  public String fingerprint() {
    return HexFormat.of().toHexDigits(labels.fingerprint());
  }
}
