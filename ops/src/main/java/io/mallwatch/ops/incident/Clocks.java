package io.mallwatch.ops.incident;

import io.mallwatch.ops.incident.TimelineEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the two clocks of an incident have to say: at 50 and 80 % of the time and when it has run
/// out, once each since it was opened or reopened.
final class Clocks {

  private static final int[] WARN_AT_PERCENT = {50, 80};

  private final Incident incident;
  private final List<TimelineEvent> told;
  private final Instant now;
  private final List<TimelineEvent> events = new ArrayList<>();

  private Clocks(Incident incident, List<TimelineEvent> told, Instant now) {
    this.incident = incident;
    this.told = told;
    this.now = now;
  }

  /// When one of the clocks of an open incident has something to say next; [Instant#MAX] for never.
  static Instant next(Incident incident, Instant now) {
    Instant next = nextOf(incident.openedAt(), incident.priority().resolution(), now);
    if (incident.acknowledgedAt() == null) {
      Instant response = nextOf(incident.openedAt(), incident.priority().response(), now);
      next = response.isBefore(next) ? response : next;
    }
    return next;
  }

  private static Instant nextOf(Instant opened, Duration allowed, Instant now) {
    for (int percent : WARN_AT_PERCENT) {
      Instant at = opened.plus(allowed.multipliedBy(percent).dividedBy(100));
      if (at.isAfter(now)) {
        return at;
      }
    }
    Instant due = opened.plus(allowed);
    return due.isBefore(now) ? Instant.MAX : due;
  }

  /// What is new at `now`.
  ///
  /// @param told its timeline
  static List<TimelineEvent> say(Incident incident, List<TimelineEvent> told, Instant now) {
    Clocks clocks = new Clocks(incident, told, now);
    if (incident.acknowledgedAt() == null) {
      clocks.clock("response", "响应", incident.priority().response());
    }
    clocks.clock("resolution", "解决", incident.priority().resolution());
    return clocks.events;
  }

  private void clock(String name, String zhName, Duration allowed) {
    Duration used = Duration.between(incident.openedAt(), now);
    if (used.compareTo(allowed) > 0) {
      once(
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

  private void once(TimelineEvent event) {
    boolean known =
        told.stream()
            .anyMatch(past ->
                past.data().equals(event.data()) && !past.at().isBefore(incident.openedAt()));
    if (!known) {
      events.add(event);
    }
  }
}
