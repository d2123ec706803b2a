package io.mallwatch.ops.incident;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.incident.TimelineEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What becomes of an incident when a person does something with it.
final class Hands {

  private static final int MAX_TEXT = 10_000;
  private static final int MAX_NAME = 100;
  private static final int MAX_RESPONDERS = 50;
  private static final Duration LONGEST_SNOOZE = Duration.ofDays(7);

  private Hands() {}

  /// @param events what to add to the timeline; none when nothing has changed
  record Done(Incident incident, List<TimelineEvent> events) {

    static Done unchanged(Incident incident) {
      return new Done(incident, List.of());
    }

    static Done of(Incident incident, TimelineEvent event) {
      return new Done(incident, List.of(event));
    }
  }

  static Done apply(Incident incident, Change change, String by, Instant now) {
    return switch (change) {
      case Change.Acknowledge() -> acknowledge(incident, by, now);
      case Change.Resolve(String note) -> resolve(incident, note, by, now);
      case Change.Note(String text) -> Done.of(incident, note(now, by, text));
      case Change.Reopen() -> reopen(incident, by, now);
      case Change.SetPriority(Priority priority) -> priority(incident, priority, by, now);
      case Change.Assign(String to) -> assign(incident, to, by, now);
      case Change.AddResponder(String name) -> join(incident, name, by, now);
      case Change.Snooze(Duration length) -> snooze(incident, length, by, now);
      case Change.Merge(int into) ->
          throw new IllegalArgumentException("merging concerns two incidents, not only " + into);
    };
  }

  private static Done acknowledge(Incident incident, String by, Instant now) {
    needOpen(incident);
    if (incident.state() == Incident.State.ACKNOWLEDGED) {
      return Done.unchanged(incident);
    }
    Instant first = incident.acknowledgedAt();
    return Done.of(
        incident.acknowledged(first == null ? now : first, by),
        event(now, Kind.ACKNOWLEDGED, by, by + " 已确认", "Acknowledged by " + by));
  }

  private static Done resolve(Incident incident, String note, String by, Instant now) {
    if (!incident.isOpen()) {
      return Done.unchanged(incident);
    }
    List<TimelineEvent> events = new ArrayList<>();
    if (!note.isBlank()) {
      events.add(note(now, by, note));
    }
    events.add(event(now, Kind.RESOLVED, by, by + " 标记为已解决", "Resolved by " + by));
    return new Done(incident.resolved(now), events);
  }

  private static Done reopen(Incident incident, String by, Instant now) {
    if (incident.isOpen()) {
      return Done.unchanged(incident);
    }
    return Done.of(
        incident.reopened(now), event(now, Kind.REOPENED, by, by + " 重新打开", "Reopened by " + by));
  }

  private static Done priority(Incident incident, Priority to, String by, Instant now) {
    needOpen(incident);
    if (incident.priority() == to) {
      return Done.unchanged(incident);
    }
    return Done.of(
        incident.withPriority(to),
        event(
            now,
            Kind.PRIORITY,
            by,
            "%s 把优先级由 %s 改为 %s".formatted(by, incident.priority(), to),
            "%s changed the priority from %s to %s".formatted(by, incident.priority(), to)));
  }

  private static Done assign(Incident incident, String to, String by, Instant now) {
    needOpen(incident);
    String name = to.isBlank() ? "" : who(to);
    if (incident.handling().assignee().equals(name)) {
      return Done.unchanged(incident);
    }
    return Done.of(
        incident.with(incident.handling().assigned(name)),
        name.isEmpty()
            ? event(now, Kind.ASSIGNED, by, "不再指派给谁", "Assigned to nobody")
            : event(now, Kind.ASSIGNED, by, "指派给 " + name, "Assigned to " + name));
  }

  private static Done join(Incident incident, String responder, String by, Instant now) {
    needOpen(incident);
    String name = who(responder);
    List<String> responders = incident.handling().responders();
    if (responders.contains(name)) {
      return Done.unchanged(incident);
    }
    if (responders.size() >= MAX_RESPONDERS) {
      throw new BadQueryException(
          "name: an incident has at most %d responders".formatted(MAX_RESPONDERS));
    }
    return Done.of(
        incident.with(incident.handling().joinedBy(name)),
        event(now, Kind.RESPONDER, by, name + " 加入处理", name + " joined"));
  }

  private static Done snooze(Incident incident, Duration length, String by, Instant now) {
    needOpen(incident);
    if (length.isZero()) {
      return Done.of(
          incident.with(incident.handling().snoozed(null)),
          event(now, Kind.SNOOZED, by, by + " 结束暂缓", by + " ended the snooze"));
    }
    if (length.compareTo(Duration.ofMinutes(1)) < 0 || length.compareTo(LONGEST_SNOOZE) > 0) {
      throw new BadQueryException(
          "minutes: 1 to %d are possible".formatted(LONGEST_SNOOZE.toMinutes()));
    }
    long minutes = length.toMinutes();
    return Done.of(
        incident.with(incident.handling().snoozed(now.plus(length))),
        event(
            now,
            Kind.SNOOZED,
            by,
            "%s 暂缓呼叫 %d 分钟；时限照走".formatted(by, minutes),
            "%s snoozed calls for %d minutes; the clocks go on".formatted(by, minutes)));
  }

  private static void needOpen(Incident incident) {
    if (!incident.isOpen()) {
      throw new BadQueryException(incident.id() + " is resolved already");
    }
  }

  static TimelineEvent merged(Instant now, String by, String zh, String en) {
    return event(now, Kind.MERGED, by, zh, en);
  }

  static TimelineEvent note(Instant now, String by, String text) {
    if (text.isBlank() || text.length() > MAX_TEXT) {
      throw new BadQueryException("note: 1 to %d characters are needed".formatted(MAX_TEXT));
    }
    return event(now, Kind.NOTE, by, text.strip(), text.strip());
  }

  private static TimelineEvent event(Instant now, Kind kind, String by, String zh, String en) {
    return new TimelineEvent(now, kind, by, zh, en, Map.of());
  }

  static String who(String by) {
    String name = by.strip();
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new BadQueryException("by: a name of 1 to %d characters is needed".formatted(MAX_NAME));
    }
    return name;
  }
}
