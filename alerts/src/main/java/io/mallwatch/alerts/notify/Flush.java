package io.mallwatch.alerts.notify;

import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A group of alerts that is due.
///
/// @param alerts all that the group holds, firing and lately resolved
/// @param now the moment for which firing and resolved are told apart
/// @param repeatInterval after which an unchanged group is told again
/// @param budget how long telling may take
/// @param mutedBy the time interval that forbids to tell now; empty when none does
public record Flush(
    String groupKey,
    String receiver,
    Labels groupLabels,
    List<Alert> alerts,
    Instant now,
    Duration repeatInterval,
    Duration budget,
    String mutedBy) {

  public Flush {
    alerts = List.copyOf(alerts);
  }
}
