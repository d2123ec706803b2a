package io.mallwatch.server.view;

import io.mallwatch.alerts.AlertSink;
import io.mallwatch.alerts.notify.vendor.Hashes;
import io.mallwatch.alerts.notify.vendor.Utf8;
import io.mallwatch.doors.grafana.AnnotationStore;
import io.mallwatch.doors.pagerduty.PagerDutyInbox;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.IncidentAlert;
import io.mallwatch.ops.incident.Incidents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Events of others as alerts: each opens its incident at once, under its dedup key, and goes the
/// way of all alerts to routes and channels.
public final class PagerDutyEvents implements PagerDutyInbox {

  private static final String GROUP = "pagerduty/";
  private static final String RECEIVER = "pagerduty";
  private static final String BY = "PagerDuty";
  private static final Duration LASTING = Duration.ofDays(30);

  private final Incidents incidents;
  private final AlertSink alerts;
  private final AnnotationStore marks;
  private final InstantSource clock;

  public PagerDutyEvents(
      Incidents incidents, AlertSink alerts, AnnotationStore marks, InstantSource clock) {
    this.incidents = incidents;
    this.alerts = alerts;
    this.marks = marks;
    this.clock = clock;
  }

  @Override
  public void trigger(Event event) {
    Instant now = clock.instant();
    Instant at = event.at();
    Map<String, String> labels = new HashMap<>();
    labels.put(Labels.ALERT_NAME, event.type().isEmpty() ? "PagerDutyEvent" : event.type());
    labels.put("severity", severity(event.severity()));
    labels.put("dedup_key", event.dedupKey());
    labels.put("source", event.source());
    labels.put("service", event.component());
    labels.put("group", event.group());
    labels.put("priority", event.details().getOrDefault("priority", ""));
    Map<String, String> annotations = new HashMap<>();
    annotations.put("summary", event.summary());
    annotations.put("summary_en", event.summary());
    List<String> details = new ArrayList<>();
    event.details().forEach((name, value) -> details.add(name + ": " + value));
    annotations.put("description", String.join("\n", details));
    Alert alert =
        new Alert(
            Labels.of(labels),
            annotations,
            at == null || at.isAfter(now) ? now : at,
            now.plus(LASTING),
            event.clientUrl());
    tell(event.dedupKey(), List.of(alert));
  }

  private void tell(String dedupKey, List<Alert> told) {
    incidents.groupChanged(GROUP + dedupKey, RECEIVER, told);
    alerts.accept(told);
  }

  private static String severity(String severity) {
    return switch (severity) {
      case "critical" -> "critical";
      case "error" -> "high";
      case "warning" -> "warning";
      default -> "info";
    };
  }

  private Optional<Incident> open(String dedupKey) {
    return incidents
        .lastOfGroup(GROUP + dedupKey)
        .map(last ->
            last.handling().mergedInto() == 0
                ? last
                : incidents.find(last.handling().mergedInto()).orElse(last))
        .filter(Incident::isOpen);
  }

  @Override
  public void acknowledge(String dedupKey) {
    open(dedupKey)
        .ifPresent(incident -> {
          var _ = incidents.acknowledge(incident.number(), BY);
        });
  }

  @Override
  public void resolve(String dedupKey) {
    Optional<Incident> open = open(dedupKey);
    if (open.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    List<Alert> ended = new ArrayList<>();
    for (IncidentAlert alert : open.get().alerts()) {
      if (alert.isFiring() && alert.labels().get("dedup_key").equals(dedupKey)) {
        ended.add(
            new Alert(
                alert.labels(), alert.annotations(), alert.startsAt(), now, alert.generatorUrl()));
      }
    }
    tell(dedupKey, ended);
  }

  @Override
  public void changed(
      String summary, String source, @org.jspecify.annotations.Nullable Instant at) {
    Instant now = clock.instant();
    Instant when = at == null ? now : at;
    String text = source.isEmpty() ? summary : summary + " (" + source + ")";
    var _ =
        marks.add(
            new AnnotationStore.Content("", 0, when, when, text, List.of("change"), "{}"), now);
  }

  @Override
  public void mirrored(String dedupKey, String by, boolean resolved) {
    for (Incident incident : incidents.open()) {
      boolean ours =
          !incident.groupKey().isEmpty()
              && Hashes.sha256(Utf8.bytes(incident.groupKey())).equals(dedupKey);
      if (ours && resolved) {
        var _ = incidents.resolve(incident.number(), by + " (PagerDuty)", "");
      } else if (ours) {
        var _ = incidents.acknowledge(incident.number(), by + " (PagerDuty)");
      }
    }
  }
}
