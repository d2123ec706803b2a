package io.mallwatch.alerts.route;

import io.mallwatch.model.Alert;
import java.time.Instant;
import java.util.List;

/// An alert as the dispatcher holds it, for Alertmanager's API.
///
/// @param updatedAt when it was last sent
/// @param receivers names of those whom it concerns
/// @param silencedBy ids of silences that cover it
/// @param inhibitedBy fingerprints of alerts that hold it back
public record HeldAlert(
    Alert alert,
    Instant updatedAt,
    List<String> receivers,
    List<String> silencedBy,
    List<String> inhibitedBy) {

  public HeldAlert {
    receivers = List.copyOf(receivers);
    silencedBy = List.copyOf(silencedBy);
    inhibitedBy = List.copyOf(inhibitedBy);
  }

  /// As Alertmanager's API writes it: `active` or `suppressed`.
  public String state() {
    return silencedBy.isEmpty() && inhibitedBy.isEmpty() ? "active" : "suppressed";
  }
}
