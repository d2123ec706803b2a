package io.mallwatch.ops.incident;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An incident as it stands.
///
/// @param number counted from 1
/// @param openedAt when it was opened, or last reopened; the clocks run from here
/// @param groupKey of the alert group that it follows; empty for one opened by hand
/// @param alerts in the order they joined
public record Incident(
    int number,
    String title,
    Priority priority,
    State state,
    Instant openedAt,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgedBy,
    @Nullable Instant resolvedAt,
    String groupKey,
    List<IncidentAlert> alerts,
    Handling handling) {

  public Incident {
    alerts = List.copyOf(alerts);
  }

  /// Where it is on its way.
  public enum State {
    TRIGGERED,
    ACKNOWLEDGED,
    RESOLVED
  }

  /// A new one that nobody has seen yet.
  static Incident fresh(int number, String title, Priority priority, Instant at, String groupKey) {
    return new Incident(
        number,
        title,
        priority,
        State.TRIGGERED,
        at,
        null,
        null,
        null,
        groupKey,
        List.of(),
        Handling.NONE);
  }

  /// Such as `INC-000012`.
  public String id() {
    return id(number);
  }

  /// The id of incident `number`.
  public static String id(int number) {
    return "INC-%06d".formatted(number);
  }

  public boolean isOpen() {
    return state != State.RESOLVED;
  }

  /// Whether nobody is to be called about it at `now`.
  public boolean isSnoozed(Instant now) {
    Instant until = handling.snoozedUntil();
    return until != null && until.isAfter(now);
  }

  /// Whether it came back so often that its end is not believed at once.
  public boolean isFlapping() {
    return handling.reopens() >= Incidents.FLAPPING_REOPENS;
  }

  public Instant responseDue() {
    return openedAt.plus(priority.response());
  }

  public Instant resolutionDue() {
    return openedAt.plus(priority.resolution());
  }

  /// Whether nobody acknowledged it in time, as of `now`.
  public boolean responseBreached(Instant now) {
    Instant answered = acknowledgedAt != null ? acknowledgedAt : resolvedAt;
    return (answered != null ? answered : now).isAfter(responseDue());
  }

  /// Whether it was not ended in time, as of `now`.
  public boolean resolutionBreached(Instant now) {
    return (resolvedAt != null ? resolvedAt : now).isAfter(resolutionDue());
  }

  /// Whether any of its alerts has not ended.
  public boolean hasFiringAlert() {
    return alerts.stream().anyMatch(IncidentAlert::isFiring);
  }

  /// When the last of its alerts ended; empty while one fires and when there is none.
  java.util.Optional<Instant> quietSince() {
    return hasFiringAlert()
        ? java.util.Optional.empty()
        : alerts.stream()
            .map(IncidentAlert::endsAt)
            .filter(java.util.Objects::nonNull)
            .max(java.util.Comparator.naturalOrder());
  }

  Incident withAlerts(List<IncidentAlert> now) {
    return new Incident(
        number,
        title,
        priority,
        state,
        openedAt,
        acknowledgedAt,
        acknowledgedBy,
        resolvedAt,
        groupKey,
        now,
        handling);
  }

  Incident withPriority(Priority now) {
    return new Incident(
        number,
        title,
        now,
        state,
        openedAt,
        acknowledgedAt,
        acknowledgedBy,
        resolvedAt,
        groupKey,
        alerts,
        handling);
  }

  Incident with(Handling now) {
    return new Incident(
        number,
        title,
        priority,
        state,
        openedAt,
        acknowledgedAt,
        acknowledgedBy,
        resolvedAt,
        groupKey,
        alerts,
        now);
  }

  Incident acknowledged(Instant at, String by) {
    return new Incident(
        number,
        title,
        priority,
        State.ACKNOWLEDGED,
        openedAt,
        at,
        by,
        null,
        groupKey,
        alerts,
        handling.assignee().isEmpty() ? handling.assigned(by) : handling);
  }

  Incident unacknowledged() {
    return new Incident(
        number,
        title,
        priority,
        State.TRIGGERED,
        openedAt,
        acknowledgedAt,
        acknowledgedBy,
        null,
        groupKey,
        alerts,
        handling);
  }

  Incident resolved(Instant at) {
    return new Incident(
        number,
        title,
        priority,
        State.RESOLVED,
        openedAt,
        acknowledgedAt,
        acknowledgedBy,
        at,
        groupKey,
        alerts,
        handling.snoozed(null));
  }

  Incident reopened(Instant at) {
    return new Incident(
        number,
        title,
        priority,
        State.TRIGGERED,
        at,
        null,
        null,
        null,
        groupKey,
        alerts,
        handling.reopened());
  }
}
