package io.mallwatch.ops.incident;

import io.mallwatch.alerts.AlertGroupListener;
import io.mallwatch.model.Alert;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.incident.TimelineEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens, follows and ends incidents. Thread-safe: one change at a time.
///
/// An alert group has at most one open incident; an alert that already belongs to an open incident
/// joins no other. A group that fires again within [#REOPEN_WITHIN] of its end reopens the last
/// one; one that comes and goes is held open until it has been quiet for [#FLAPPING_QUIET]. When
/// more than [#STORM_GROUPS] groups begin within [#STORM_WITHIN], those after them share one
/// incident, but for those with P0. When people end an incident whose alerts go on firing, it stays
/// ended until another alert joins.
public final class Incidents implements AlertGroupListener {

  /// How soon after its end a group that fires again reopens its incident.
  public static final Duration REOPEN_WITHIN = Duration.ofMinutes(30);

  /// So many times reopened, an incident counts as flapping.
  public static final int FLAPPING_REOPENS = 3;

  /// A flapping incident ends when nothing has fired for so long.
  public static final Duration FLAPPING_QUIET = Duration.ofMinutes(15);

  /// More new groups than this within [#STORM_WITHIN] are a storm.
  public static final int STORM_GROUPS = 20;

  /// See [#STORM_GROUPS].
  public static final Duration STORM_WITHIN = Duration.ofMinutes(5);

  private static final String STORM_KEY = "#storm";
  private static final String OWN_KEY = "incident/";
  private static final int MAX_TITLE = 200;

  private final IncidentRepository repository;

  /// Guarded by this.
  private final OpenIncidents known;

  /// When the clocks of an incident are to be looked at again, by number. Guarded by this.
  private final Map<Integer, Instant> nextLook = new HashMap<>();

  /// When incidents were opened from groups lately, oldest first. Guarded by this.
  private final List<Instant> openedLately = new ArrayList<>();

  private final InstantSource clock;

  public Incidents(IncidentRepository repository, InstantSource clock) {
    this.repository = repository;
    this.known = new OpenIncidents(repository);
    this.clock = clock;
  }

  /// As exact as it is kept.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public synchronized void groupChanged(String groupKey, String receiver, List<Alert> alerts) {
    Instant now = now();
    List<Alert> firing = alerts.stream().filter(alert -> !alert.isResolved(now)).toList();
    Optional<Priority> priority =
        firing.stream()
            .flatMap(alert -> PriorityRule.of(alert).stream())
            .min(Comparator.naturalOrder());
    Incident last = known.lastOfGroup(groupKey).orElse(null);
    Incident open = known.of(groupKey, alerts.stream().map(Alert::fingerprint).toList());
    if (open == null && last != null && last.handling().mergedInto() > 0) {
      open = known.open(last.handling().mergedInto());
    }
    if (open != null) {
      follow(open, alerts, priority, now);
    } else if (priority.isPresent()) {
      begin(groupKey, last, alerts, firing, priority.get(), now);
    } else if (last != null) { // ended by hand while it fired; its alerts end now
      save(last.withAlerts(AlertChanges.of(last, alerts, now).alerts()), List.of());
    }
  }

  private void begin(
      String groupKey,
      @Nullable Incident last,
      List<Alert> alerts,
      List<Alert> firing,
      Priority priority,
      Instant now) {
    if (last != null && isIgnored(last, firing)) {
      save(last.withAlerts(AlertChanges.of(last, alerts, now).alerts()), List.of());
      return;
    }
    if (last != null && mayComeBack(last, now)) {
      reopen(last, alerts, priority, now);
      return;
    }
    openedLately.removeIf(at -> at.plus(STORM_WITHIN).isBefore(now));
    if (openedLately.size() >= STORM_GROUPS && priority != Priority.P0) {
      follow(storm(priority, now), alerts, Optional.of(priority), now);
      return;
    }
    openedLately.add(now);
    open(groupKey, alerts, firing, priority, now);
  }

  private static boolean mayComeBack(Incident last, Instant now) {
    Instant ended = last.resolvedAt();
    return ended != null
        && last.handling().mergedInto() == 0
        && !ended.plus(REOPEN_WITHIN).isBefore(now);
  }

  /// Whether `last` was ended by hand and nothing new fires since.
  private static boolean isIgnored(Incident last, List<Alert> firing) {
    return last.hasFiringAlert()
        && firing.stream()
            .allMatch(alert ->
                last.alerts().stream()
                    .anyMatch(a -> a.isFiring() && a.fingerprint().equals(alert.fingerprint())));
  }

  private Incident storm(Priority priority, Instant now) {
    Incident storm = known.of(STORM_KEY, List.of());
    if (storm != null) {
      return storm;
    }
    long minutes = STORM_WITHIN.toMinutes();
    Incident fresh =
        Incident.fresh(
            known.nextNumber(),
            "告警风暴：%d 分钟内超过 %d 组告警".formatted(minutes, STORM_GROUPS),
            priority,
            now,
            STORM_KEY);
    save(
        fresh,
        List.of(
            opened(priority, now),
            TimelineEvent.system(
                now,
                Kind.STORM,
                "告警风暴：此后的告警组并入本故障，P0 除外",
                "Alert storm: further groups join this incident, except P0")));
    return fresh;
  }

  private static TimelineEvent opened(Priority priority, Instant now) {
    return TimelineEvent.system(
        now, Kind.OPENED, "故障打开，优先级 " + priority, "Opened with priority " + priority);
  }

  private void open(
      String groupKey, List<Alert> alerts, List<Alert> firing, Priority priority, Instant now) {
    Alert gravest =
        firing.stream()
            .min(Comparator.comparing(alert -> PriorityRule.of(alert).orElse(Priority.P3)))
            .orElseThrow();
    Incident fresh = Incident.fresh(known.nextNumber(), title(gravest), priority, now, groupKey);
    List<TimelineEvent> events = new ArrayList<>(List.of(opened(priority, now)));
    AlertChanges changes = AlertChanges.of(fresh, alerts, now);
    events.addAll(changes.events());
    save(fresh.withAlerts(changes.alerts()), events);
  }

  private static String title(Alert alert) {
    String summary = alert.annotations().getOrDefault("summary", "");
    String title = summary.isBlank() ? alert.name() : summary;
    return title.length() <= MAX_TITLE ? title : title.substring(0, MAX_TITLE);
  }

  private void reopen(Incident last, List<Alert> alerts, Priority priority, Instant now) {
    List<TimelineEvent> events = new ArrayList<>();
    events.add(TimelineEvent.system(now, Kind.REOPENED, "再次发生，故障重新打开", "Happened again; reopened"));
    Incident reopened = last.reopened(now);
    if (reopened.handling().reopens() == FLAPPING_REOPENS) {
      long quiet = FLAPPING_QUIET.toMinutes();
      events.add(
          TimelineEvent.system(
              now,
              Kind.FLAPPING,
              "反复触发：平静 %d 分钟后才算恢复".formatted(quiet),
              "It comes and goes: it ends after %d quiet minutes".formatted(quiet)));
    }
    if (priority.compareTo(last.priority()) < 0) {
      reopened = raise(reopened, priority, now, events);
    }
    AlertChanges changes = AlertChanges.of(reopened, alerts, now);
    events.addAll(changes.events());
    save(reopened.withAlerts(changes.alerts()), events);
  }

  private void follow(Incident open, List<Alert> group, Optional<Priority> priority, Instant now) {
    List<Alert> own =
        group.stream().filter(alert -> known.mayJoin(open, alert.fingerprint())).toList();
    AlertChanges changes = AlertChanges.of(open, own, now);
    List<TimelineEvent> events = new ArrayList<>(changes.events());
    Incident changed = open.withAlerts(changes.alerts());
    if (priority.isPresent() && priority.get().compareTo(open.priority()) < 0) {
      changed = raise(changed, priority.get(), now, events);
    }
    boolean over = !changed.alerts().isEmpty() && !changed.hasFiringAlert();
    if (over && !changed.isFlapping()) {
      changed = changed.resolved(now);
      events.add(allEnded(now));
    }
    if (!changed.equals(open) || !events.isEmpty()) {
      save(changed, events);
    }
  }

  private static TimelineEvent allEnded(Instant now) {
    return TimelineEvent.system(
        now, Kind.RESOLVED, "全部告警已恢复，故障结束", "All alerts have ended; resolved");
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

  private void save(Incident incident, List<TimelineEvent> events) {
    nextLook.remove(incident.number());
    known.save(incident, events);
  }

  /// The group key under which notifications about one incident are told, whatever it follows.
  public static String groupKeyOf(int number) {
    return OWN_KEY + Incident.id(number);
  }

  /// Tells what became of a notification about `groupKey`.
  ///
  /// @param fingerprints of the alerts it told; the open incident of one of them hears of it when
  ///   the group has none of its own
  public synchronized void notified(
      String groupKey, List<String> fingerprints, String zh, String en, Map<String, String> data) {
    Optional<Incident> told =
        groupKey.startsWith(OWN_KEY)
            ? repository.find(Integer.parseInt(groupKey.substring(OWN_KEY.length() + 4)))
            : known
                .lastOfGroup(groupKey)
                .filter(last -> last.handling().mergedInto() == 0)
                .or(() -> Optional.ofNullable(known.of("", fingerprints)));
    told.ifPresent(incident -> happened(incident.number(), Kind.NOTIFICATION, zh, en, data));
  }

  /// Adds what the server did or saw to the timeline of a known incident.
  public synchronized void happened(
      int number, Kind kind, String zh, String en, Map<String, String> data) {
    repository.append(
        number, List.of(new TimelineEvent(now(), kind, TimelineEvent.SYSTEM, zh, en, data)));
  }

  /// Looks at the clocks of open incidents: at 50 and 80 % and when one runs out, an entry is made,
  /// once each. Snoozes that are over end, flapping incidents that are quiet for long enough too.
  public synchronized void tick() {
    Instant now = now();
    for (Incident incident : known.all()) {
      Instant quiet = incident.quietSince().orElse(Instant.MAX.minus(FLAPPING_QUIET));
      if (incident.isFlapping() && !quiet.plus(FLAPPING_QUIET).isAfter(now)) {
        save(incident.resolved(now), List.of(allEnded(now)));
        continue;
      }
      if (incident.handling().snoozedUntil() != null && !incident.isSnoozed(now)) {
        wake(incident, now);
        continue;
      }
      if (!nextLook.getOrDefault(incident.number(), Instant.MIN).isAfter(now)) {
        List<TimelineEvent> told = repository.timeline(incident.number());
        List<TimelineEvent> events = Clocks.say(incident, told, now);
        if (!events.isEmpty()) {
          save(incident, events);
        }
        nextLook.put(incident.number(), Clocks.next(incident, now));
      }
    }
    nextLook.keySet().removeIf(number -> known.open(number) == null);
  }

  private void wake(Incident incident, Instant now) {
    save(
        incident.with(incident.handling().snoozed(null)),
        List.of(
            TimelineEvent.system(
                now, Kind.SNOOZED, "暂缓结束，恢复呼叫", "The snooze is over; calls go on")));
  }

  /// Opens one by hand.
  public synchronized Incident open(String title, Priority priority, String note, String by) {
    String name = Hands.who(by);
    String text = title.strip();
    if (text.isEmpty() || text.length() > MAX_TITLE) {
      throw new BadQueryException("title: 1 to %d characters are needed".formatted(MAX_TITLE));
    }
    Instant now = now();
    Incident fresh = Incident.fresh(known.nextNumber(), text, priority, now, "");
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
      events.add(Hands.note(now, name, note));
    }
    save(fresh, events);
    return fresh;
  }

  /// Stops the response clock. Acknowledging again changes nothing.
  ///
  /// @throws BadQueryException when it is resolved
  public Optional<Incident> acknowledge(int number, String by) {
    return change(number, by, new Change.Acknowledge());
  }

  /// Ends it by hand. Resolving again changes nothing.
  public Optional<Incident> resolve(int number, String by, String note) {
    return change(number, by, new Change.Resolve(note));
  }

  public Optional<Incident> note(int number, String by, String text) {
    return change(number, by, new Change.Note(text));
  }

  /// Does what a person wants done with an incident; empty when there is no such incident.
  ///
  /// @throws BadQueryException when its state does not allow it, or something is missing
  public synchronized Optional<Incident> change(int number, String by, Change change) {
    String name = Hands.who(by);
    Instant now = now();
    return repository
        .find(number)
        .map(incident -> {
          if (change instanceof Change.Merge(int into)) {
            return merge(incident, into, name, now);
          }
          Hands.Done done = Hands.apply(incident, change, name, now);
          if (!done.events().isEmpty()) {
            save(done.incident(), done.events());
          }
          return done.incident();
        });
  }

  /// Makes `from` a part of the open incident `into`, which takes over its alerts and its group.
  private Incident merge(Incident from, int into, String by, Instant now) {
    Incident target = known.open(into);
    if (target == null || into == from.number() || !from.isOpen()) {
      throw new BadQueryException(
          "into: an open incident other than this open one is needed".formatted());
    }
    List<IncidentAlert> all = new ArrayList<>(target.alerts());
    from.alerts().stream()
        .filter(alert -> all.stream().noneMatch(a -> a.fingerprint().equals(alert.fingerprint())))
        .limit(Math.max(0, AlertChanges.MOST - all.size()))
        .forEach(all::add);
    Incident ended = from.with(from.handling().merged(into)).resolved(now);
    save(ended, List.of(Hands.merged(now, by, "并入 " + target.id(), "Merged into " + target.id())));
    Incident grown = target.withAlerts(all);
    List<TimelineEvent> events = new ArrayList<>();
    events.add(
        Hands.merged(
            now,
            by,
            "并入了 %s「%s」".formatted(from.id(), from.title()),
            "%s was merged into this: %s".formatted(from.id(), from.title())));
    if (from.priority().compareTo(target.priority()) < 0) {
      grown = raise(grown, from.priority(), now, events);
    }
    save(grown, events);
    return grown;
  }

  /// Takes an acknowledgement back, because nothing followed it.
  public synchronized void unacknowledge(int number, Duration after) {
    Incident incident = known.open(number);
    if (incident != null && incident.state() == Incident.State.ACKNOWLEDGED) {
      save(
          incident.unacknowledged(),
          List.of(
              TimelineEvent.system(
                  now(),
                  Kind.UNACKNOWLEDGED,
                  "确认后 %d 分钟未解决，重新呼叫".formatted(after.toMinutes()),
                  "Not resolved %d minutes after it was acknowledged; people are called again"
                      .formatted(after.toMinutes()))));
    }
  }

  public Optional<Incident> find(int number) {
    return repository.find(number);
  }

  /// Newest first.
  public List<Incident> list(boolean open, boolean resolved, int limit) {
    return repository.list(open, resolved, limit);
  }

  /// Those opened, or last reopened, in this time; newest first.
  public List<Incident> openedBetween(Instant from, Instant until, int limit) {
    return repository.openedBetween(from, until, limit);
  }

  /// All that are open, from memory, newest first.
  public synchronized List<Incident> open() {
    return known.all();
  }

  /// Oldest first.
  public List<TimelineEvent> timeline(int number) {
    return repository.timeline(number);
  }

  /// How incidents went that were opened in this time.
  public IncidentReport report(Instant from, Instant until) {
    return IncidentReport.of(
        repository.openedBetween(from, until, IncidentReport.MOST), from, until, now());
  }

  /// The last incident that followed an alert group, open or not.
  public synchronized Optional<Incident> lastOfGroup(String groupKey) {
    return known.lastOfGroup(groupKey);
  }

  /// The open incident that an alert belongs to.
  public synchronized Optional<Incident> openIncidentOf(String fingerprint) {
    return Optional.ofNullable(known.of("", List.of(fingerprint)))
        .filter(incident ->
            incident.alerts().stream().anyMatch(a -> a.fingerprint().equals(fingerprint)));
  }
}
