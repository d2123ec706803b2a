package io.mallwatch.ops.incident;

import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An alert of an incident, as it was last heard of.
///
/// @param fingerprint 16 hex digits
/// @param endsAt when it ended, or null while it fires
public record IncidentAlert(
    String fingerprint,
    Labels labels,
    Map<String, String> annotations,
    Instant startsAt,
    @Nullable Instant endsAt,
    String generatorUrl) {

  public IncidentAlert {
    annotations = java.util.Collections.unmodifiableMap(new TreeMap<>(annotations));
  }

  static IncidentAlert of(Alert alert, Instant now) {
    return new IncidentAlert(
        alert.fingerprint(),
        alert.labels(),
        alert.annotations(),
        alert.startsAt(),
        alert.isResolved(now) ? alert.endsAt() : null,
        alert.generatorUrl());
  }

  public String name() {
    return labels.get(Labels.ALERT_NAME);
  }

  public boolean isFiring() {
    return endsAt == null;
  }
}
