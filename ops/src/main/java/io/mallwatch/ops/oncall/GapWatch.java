package io.mallwatch.ops.oncall;

import io.mallwatch.alerts.AlertSink;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Raises an alert when a schedule that policies name has nobody on call now (`high`) or within a
/// day (`warning`). Thread-safe.
public final class GapWatch {

  /// Name of the alert.
  public static final String ALERT = "OnCallGap";

  /// How far it looks ahead.
  public static final Duration AHEAD = Duration.ofHours(24);

  private static final Duration ALIVE = Duration.ofMinutes(5);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

  private final OnCall onCall;
  private final AlertSink alerts;
  private final InstantSource clock;

  /// What was raised, by labels. Guarded by this.
  private final Map<Labels, Alert> raised = new HashMap<>();

  public GapWatch(OnCall onCall, AlertSink alerts, InstantSource clock) {
    this.onCall = onCall;
    this.alerts = alerts;
    this.clock = clock;
  }

  /// Looks and tells; to be called every minute.
  public synchronized void tick() {
    Instant now = clock.instant();
    List<Alert> told = new ArrayList<>();
    Map<Labels, Alert> still = new HashMap<>();
    for (OnCall.Gap gap : onCall.gaps(AHEAD)) {
      Alert alert = alert(gap, now);
      still.put(alert.labels(), alert);
      told.add(alert);
    }
    raised.forEach((labels, before) -> {
      if (!still.containsKey(labels)) {
        told.add(
            new Alert(labels, before.annotations(), before.startsAt(), now, before.generatorUrl()));
      }
    });
    if (!told.isEmpty()) {
      alerts.accept(told);
    }
    raised.clear();
    raised.putAll(still);
  }

  private Alert alert(OnCall.Gap gap, Instant now) {
    boolean already = !gap.from().isAfter(now);
    Labels labels =
        Labels.of(
            "alertname",
            ALERT,
            "schedule",
            gap.schedule().id(),
            "severity",
            already ? "high" : "warning");
    Alert before = raised.get(labels);
    ZoneId zone = gap.schedule().zone();
    String from = TIME.format(gap.from().atZone(zone));
    String until = TIME.format(gap.until().atZone(zone));
    String name = gap.schedule().name();
    return new Alert(
        labels,
        Map.of(
            "summary",
            already ? "值班表「%s」现在无人值班".formatted(name) : "值班表「%s」将有空档".formatted(name),
            "summary_en",
            already
                ? "Nobody is on call in %s".formatted(name)
                : "%s has a gap ahead".formatted(name),
            "description",
            "%s 至 %s（%s）无人值班".formatted(from, until, zone),
            "recommendations",
            "在值班页面排班，或请人代班"),
        before == null ? now : before.startsAt(),
        now.plus(ALIVE),
        "");
  }
}
