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
    List<IncidentAlert> alerts) {

  public Incident {
    alerts = List.copyOf(alerts);
  }

  /// Where it is on its way.
  public enum State {
    TRIGGERED,
    ACKNOWLEDGED,
    RESOLVED
  }

  /// Such as `INC-000012`.
  public String id() {
    return "INC-%06d".formatted(number);
  }

  public boolean isOpen() {
    return state != State.RESOLVED;
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

  boolean hasFiringAlert() {
    return alerts.stream().anyMatch(IncidentAlert::isFiring);
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
        now);
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
        alerts);
  }

  Incident acknowledged(Instant at, String by) {
    return new Incident(
        number, title, priority, State.ACKNOWLEDGED, openedAt, at, by, null, groupKey, alerts);
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
        alerts);
  }

  Incident reopened(Instant at) {
    return new Incident(
        number, title, priority, State.TRIGGERED, at, null, null, null, groupKey, alerts);
  }
}
