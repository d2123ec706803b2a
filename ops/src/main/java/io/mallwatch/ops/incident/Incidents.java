package io.mallwatch.ops.incident;

import io.mallwatch.alerts.AlertGroupListener;
import io.mallwatch.model.Alert;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.incident.TimelineEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens, follows and ends incidents. Thread-safe: one change at a time.
///
/// An alert group has at most one open incident; an alert that already belongs to an open incident
/// joins no other. A group that fires again within [#REOPEN_WITHIN] of its end reopens the last
/// one. When people end an incident whose alerts go on firing, it stays ended until another alert
/// joins.
public final class Incidents implements AlertGroupListener {

  /// How soon after its end a group that fires again reopens its incident.
  public static final Duration REOPEN_WITHIN = Duration.ofMinutes(30);

  private static final int[] WARN_AT_PERCENT = {50, 80};
  private static final int MAX_TEXT = 10_000;
  private static final int MAX_TITLE = 200;

  private final IncidentRepository repository;

  /// Guarded by this.
  private final OpenIncidents known;

  private final InstantSource clock;

  public Incidents(IncidentRepository repository, InstantSource clock) {
    this.repository = repository;
    this.known = new OpenIncidents(repository);
    this.clock = clock;
  }

  @Override
  public synchronized void groupChanged(String groupKey, String receiver, List<Alert> alerts) {
    Instant now = clock.instant();
    List<Alert> firing = alerts.stream().filter(alert -> !alert.isResolved(now)).toList();
    Optional<Priority> priority =
        firing.stream()
            .flatMap(alert -> PriorityRule.of(alert).stream())
            .min(Comparator.naturalOrder());
    Incident open = known.of(groupKey, alerts.stream().map(Alert::fingerprint).toList());
    if (open != null) {
      follow(open, alerts, priority, now);
    } else if (priority.isPresent()) {
      Incident last = known.lastOfGroup(groupKey).orElse(null);
      if (last != null && isIgnored(last, firing)) {
        known.save(last.withAlerts(merge(last, alerts, now, new ArrayList<>())), List.of());
      } else if (last != null
          && last.resolvedAt() != null
          && !last.resolvedAt().plus(REOPEN_WITHIN).isBefore(now)) {
        reopen(last, alerts, priority.get(), now);
      } else {
        open(groupKey, alerts, firing, priority.get(), now);
      }
    } else {
      Incident last = known.lastOfGroup(groupKey).orElse(null);
      if (last != null) { // ended by hand while it fired; its alerts end now
        known.save(last.withAlerts(merge(last, alerts, now, new ArrayList<>())), List.of());
      }
    }
  }

  /// Whether `last` was ended by hand and nothing new fires since.
  private static boolean isIgnored(Incident last, List<Alert> firing) {
    return last.hasFiringAlert()
        && firing.stream()
            .allMatch(alert ->
                last.alerts().stream()
                    .anyMatch(a -> a.isFiring() && a.fingerprint().equals(alert.fingerprint())));
  }

  private void open(
      String groupKey, List<Alert> alerts, List<Alert> firing, Priority priority, Instant now) {
    Alert gravest =
        firing.stream()
            .min(Comparator.comparing(alert -> PriorityRule.of(alert).orElse(Priority.P3)))
            .orElseThrow();
    Incident fresh =
        new Incident(
            known.nextNumber(),
            title(gravest),
            priority,
            Incident.State.TRIGGERED,
            now,
            null,
            null,
            null,
            groupKey,
            List.of());
    List<TimelineEvent> events = new ArrayList<>();
    events.add(
        TimelineEvent.system(
            now, Kind.OPENED, "故障打开，优先级 " + priority, "Opened with priority " + priority));
    known.save(fresh.withAlerts(merge(fresh, alerts, now, events)), events);
  }

  private static String title(Alert alert) {
    String summary = alert.annotations().getOrDefault("summary", "");
    return cut(summary.isBlank() ? alert.name() : summary, MAX_TITLE);
  }

  private void reopen(Incident last, List<Alert> alerts, Priority priority, Instant now) {
    List<TimelineEvent> events = new ArrayList<>();
    events.add(TimelineEvent.system(now, Kind.REOPENED, "再次发生，故障重新打开", "Happened again; reopened"));
    Incident reopened = last.reopened(now);
    if (priority.compareTo(last.priority()) < 0) {
      reopened = raise(reopened, priority, now, events);
    }
    known.save(reopened.withAlerts(merge(reopened, alerts, now, events)), events);
  }

  private void follow(Incident open, List<Alert> alerts, Optional<Priority> priority, Instant now) {
    List<TimelineEvent> events = new ArrayList<>();
    Incident changed = open.withAlerts(merge(open, alerts, now, events));
    if (priority.isPresent() && priority.get().compareTo(open.priority()) < 0) {
      changed = raise(changed, priority.get(), now, events);
    }
    if (!changed.alerts().isEmpty() && !changed.hasFiringAlert()) {
      changed = changed.resolved(now);
      events.add(
          TimelineEvent.system(
              now, Kind.RESOLVED, "全部告警已恢复，故障结束", "All alerts have ended; resolved"));
    }
    if (!changed.equals(open) || !events.isEmpty()) {
      known.save(changed, events);
    }
  }

  private static Incident raise(
      Incident incident, Priority to, Instant now, List<TimelineEvent> events) {
    events.add(
        TimelineEvent.system(
            now,
            Kind.PRIORITY,
            "优先级由 %s 升为 %s".formatted(incident.priority(), to),
            "Priority raised from %s to %s".formatted(incident.priority(), to)));
    return incident.withPriority(to);
  }

  /// The incident's alerts with `alerts` taken in; what is new in them is added to `events`.
  private static List<IncidentAlert> merge(
      Incident incident, List<Alert> alerts, Instant now, List<TimelineEvent> events) {
    Map<String, IncidentAlert> merged = new LinkedHashMap<>();
    incident.alerts().forEach(alert -> merged.put(alert.fingerprint(), alert));
    for (Alert alert : alerts) {
      IncidentAlert next = IncidentAlert.of(alert, now);
      IncidentAlert known = merged.get(next.fingerprint());
      if (known == null && !next.isFiring()) {
        continue; // ended before it was ever part of this
      }
      if (next.isFiring() && (known == null || !known.isFiring())) {
        events.add(alertEvent(next, Kind.ALERT_FIRING, "告警触发：", "Alert fires: ", now));
      } else if (!next.isFiring() && known != null && known.isFiring()) {
        events.add(alertEvent(next, Kind.ALERT_RESOLVED, "告警恢复：", "Alert has ended: ", now));
      }
      merged.put(next.fingerprint(), next);
    }
    return List.copyOf(merged.values());
  }

  private static TimelineEvent alertEvent(
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

  /// Tells what became of a notification about `groupKey`.
  public synchronized void notified(
      String groupKey, String zh, String en, Map<String, String> data) {
    known
        .lastOfGroup(groupKey)
        .ifPresent(incident ->
            repository.append(
                incident.number(),
                List.of(
                    new TimelineEvent(
                        clock.instant(), Kind.NOTIFICATION, TimelineEvent.SYSTEM, zh, en, data))));
  }

  /// Looks at the clocks of open incidents: at 50 and 80 % and when one runs out, an entry is made,
  /// once each.
  public synchronized void tick() {
    Instant now = clock.instant();
    for (Incident incident : known.all()) {
      List<TimelineEvent> events = new ArrayList<>();
      List<TimelineEvent> told = repository.timeline(incident.number());
      if (incident.acknowledgedAt() == null) {
        clock(incident, "response", "响应", incident.priority().response(), now, told, events);
      }
      clock(incident, "resolution", "解决", incident.priority().resolution(), now, told, events);
      if (!events.isEmpty()) {
        known.save(incident, events);
      }
    }
  }

  private static void clock(
      Incident incident,
      String name,
      String zhName,
      Duration allowed,
      Instant now,
      List<TimelineEvent> told,
      List<TimelineEvent> events) {
    Duration used = Duration.between(incident.openedAt(), now);
    if (used.compareTo(allowed) > 0) {
      once(
          incident,
          told,
          events,
          new TimelineEvent(
              now,
              Kind.BREACH,
              TimelineEvent.SYSTEM,
              "%s超时：应在 %d 分钟内".formatted(zhName, allowed.toMinutes()),
              "The %s clock has run out: %d minutes were allowed"
                  .formatted(name, allowed.toMinutes()),
              Map.of("clock", name, "percent", "100")));
      return;
    }
    for (int percent : WARN_AT_PERCENT) {
      if (used.compareTo(allowed.multipliedBy(percent).dividedBy(100)) >= 0) {
        once(
            incident,
            told,
            events,
            new TimelineEvent(
                now,
                Kind.CLOCK_WARNING,
                TimelineEvent.SYSTEM,
                "%s时限已用 %d%%，还剩 %d 分钟".formatted(zhName, percent, allowed.minus(used).toMinutes()),
                "%d %% of the %s time is used; %d minutes are left"
                    .formatted(percent, name, allowed.minus(used).toMinutes()),
                Map.of("clock", name, "percent", Integer.toString(percent))));
      }
    }
  }

  private static void once(
      Incident incident,
      List<TimelineEvent> told,
      List<TimelineEvent> events,
      TimelineEvent event) {
    boolean known =
        told.stream()
            .anyMatch(past ->
                past.data().equals(event.data()) && !past.at().isBefore(incident.openedAt()));
    if (!known) {
      events.add(event);
    }
  }

  /// Opens one by hand.
  public synchronized Incident open(String title, Priority priority, String note, String by) {
    String name = who(by);
    String text = title.strip();
    if (text.isEmpty() || text.length() > MAX_TITLE) {
      throw new BadQueryException("title: 1 to %d characters are needed".formatted(MAX_TITLE));
    }
    Instant now = clock.instant();
    Incident fresh =
        new Incident(
            known.nextNumber(),
            text,
            priority,
            Incident.State.TRIGGERED,
            now,
            null,
            null,
            null,
            "",
            List.of());
    List<TimelineEvent> events = new ArrayList<>();
    events.add(
        new TimelineEvent(
            now,
            Kind.OPENED,
            name,
            "手工打开，优先级 " + priority,
            "Opened by hand with priority " + priority,
            Map.of()));
    if (!note.isBlank()) {
      events.add(noteEvent(now, name, note));
    }
    known.save(fresh, events);
    return fresh;
  }

  /// Stops the response clock. Acknowledging again changes nothing.
  ///
  /// @throws BadQueryException when it is resolved
  public synchronized Optional<Incident> acknowledge(int number, String by) {
    String name = who(by);
    return repository
        .find(number)
        .map(incident -> {
          if (!incident.isOpen()) {
            throw new BadQueryException(incident.id() + " is resolved already");
          }
          if (incident.state() == Incident.State.ACKNOWLEDGED) {
            return incident;
          }
          Instant now = clock.instant();
          Incident acknowledged = incident.acknowledged(now, name);
          known.save(
              acknowledged,
              List.of(
                  new TimelineEvent(
                      now,
                      Kind.ACKNOWLEDGED,
                      name,
                      name + " 已确认",
                      "Acknowledged by " + name,
                      Map.of())));
          return acknowledged;
        });
  }

  /// Ends it by hand. Resolving again changes nothing.
  public synchronized Optional<Incident> resolve(int number, String by, String note) {
    String name = who(by);
    return repository
        .find(number)
        .map(incident -> {
          if (!incident.isOpen()) {
            return incident;
          }
          Instant now = clock.instant();
          List<TimelineEvent> events = new ArrayList<>();
          if (!note.isBlank()) {
            events.add(noteEvent(now, name, note));
          }
          events.add(
              new TimelineEvent(
                  now, Kind.RESOLVED, name, name + " 标记为已解决", "Resolved by " + name, Map.of()));
          Incident resolved = incident.resolved(now);
          known.save(resolved, events);
          return resolved;
        });
  }

  public synchronized Optional<Incident> note(int number, String by, String text) {
    String name = who(by);
    return repository
        .find(number)
        .map(incident -> {
          known.save(incident, List.of(noteEvent(clock.instant(), name, text)));
          return incident;
        });
  }

  private static TimelineEvent noteEvent(Instant now, String by, String text) {
    if (text.isBlank() || text.length() > MAX_TEXT) {
      throw new BadQueryException("note: 1 to %d characters are needed".formatted(MAX_TEXT));
    }
    return new TimelineEvent(now, Kind.NOTE, by, text.strip(), text.strip(), Map.of());
  }

  private static String who(String by) {
    String name = by.strip();
    if (name.isEmpty() || name.length() > 100) {
      throw new BadQueryException("by: a name of 1 to 100 characters is needed");
    }
    return name;
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  public Optional<Incident> find(int number) {
    return repository.find(number);
  }

  /// Newest first.
  public List<Incident> list(boolean open, boolean resolved, int limit) {
    return repository.list(open, resolved, limit);
  }

  /// Oldest first.
  public List<TimelineEvent> timeline(int number) {
    return repository.timeline(number);
  }

  /// The last incident that followed an alert group, open or not.
  public synchronized Optional<Incident> lastOfGroup(String groupKey) {
    return known.lastOfGroup(groupKey);
  }

  /// The open incident that an alert belongs to.
  public synchronized Optional<Incident> openIncidentOf(String fingerprint) {
    return known.all().stream()
        .filter(incident ->
            incident.alerts().stream().anyMatch(a -> a.fingerprint().equals(fingerprint)))
        .findFirst();
  }
}
