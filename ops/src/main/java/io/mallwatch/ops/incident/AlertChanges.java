package io.mallwatch.ops.incident;

import io.mallwatch.model.Alert;
import io.mallwatch.ops.incident.TimelineEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An incident's alerts with those of a group taken in.
///
/// @param alerts what it holds now
/// @param events what is new in them
record AlertChanges(List<IncidentAlert> alerts, List<TimelineEvent> events) {

  /// Most alerts of one incident; those beyond are told by their group but not listed.
  static final int MOST = 500;

  static AlertChanges of(Incident incident, List<Alert> alerts, Instant now) {
    List<TimelineEvent> events = new ArrayList<>();
    Map<String, IncidentAlert> merged = new LinkedHashMap<>();
    incident.alerts().forEach(alert -> merged.put(alert.fingerprint(), alert));
    for (Alert alert : alerts) {
      IncidentAlert next = IncidentAlert.of(alert, now);
      IncidentAlert known = merged.get(next.fingerprint());
      if (known == null && (!next.isFiring() || merged.size() >= MOST)) {
        continue; // ended before it was ever part of this, or one too many
      }
      if (next.isFiring() && (known == null || !known.isFiring())) {
        events.add(event(next, Kind.ALERT_FIRING, "告警触发：", "Alert fires: ", now));
      } else if (!next.isFiring() && known != null && known.isFiring()) {
        events.add(event(next, Kind.ALERT_RESOLVED, "告警恢复：", "Alert has ended: ", now));
      }
      merged.put(next.fingerprint(), next);
    }
    return new AlertChanges(List.copyOf(merged.values()), events);
  }

  private static TimelineEvent event(
      IncidentAlert alert, Kind kind, String zh, String en, Instant now) {
    String summary = alert.annotations().getOrDefault("summary", alert.name());
    String summaryEn = alert.annotations().getOrDefault("summary_en", alert.name());
    String description = alert.annotations().getOrDefault("description", "");
    return new TimelineEvent(
        now,
        kind,
        TimelineEvent.SYSTEM,
        zh
            + summary
            + (description.isBlank() || kind != Kind.ALERT_FIRING ? "" : "（" + description + "）"),
        en + summaryEn,
        Map.of("fingerprint", alert.fingerprint(), "alertname", alert.name()));
  }
}
