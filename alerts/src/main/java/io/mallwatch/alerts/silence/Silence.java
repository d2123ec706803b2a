package io.mallwatch.alerts.silence;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.time.Instant;
import java.util.List;

/// Alerts that pass all matchers are not told between start and end.
///
/// @param id a UUID; empty for a new one that is not stored yet
/// @param matchers at least one, and at least one that the empty value does not pass
/// @param startsAt inclusive
/// @param endsAt exclusive
/// @param updatedAt of the last change
public record Silence(
    String id,
    List<Matcher> matchers,
    Instant startsAt,
    Instant endsAt,
    Instant updatedAt,
    String createdBy,
    String comment) {

  public Silence {
    matchers = List.copyOf(matchers);
  }

  /// Where it is in its life.
  public enum State {
    PENDING,
    ACTIVE,
    EXPIRED;

    /// As Alertmanager's API writes it.
    public String text() {
      return this == PENDING ? "pending" : this == ACTIVE ? "active" : "expired";
    }
  }

  public State state(Instant now) {
    if (!endsAt.isAfter(now)) {
      return State.EXPIRED;
    }
    return startsAt.isAfter(now) ? State.PENDING : State.ACTIVE;
  }

  /// Whether `labels` pass all matchers.
  public boolean covers(Labels labels) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  Silence withId(String newId) {
    return new Silence(newId, matchers, startsAt, endsAt, updatedAt, createdBy, comment);
  }

  Silence withTimes(Instant start, Instant end, Instant updated) {
    return new Silence(id, matchers, start, end, updated, createdBy, comment);
  }
}
