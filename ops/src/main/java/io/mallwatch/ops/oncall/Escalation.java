package io.mallwatch.ops.oncall;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far the calling about one incident has come.
///
/// @param openedAt of the incident; when that is another one, everything begins anew
/// @param policy id
/// @param step that comes next, counted from 0
/// @param due when it comes
/// @param acknowledgedAt since when nobody is called, or null
/// @param told breaches that were escalated already: `response`, `resolution`
/// @param waiting calls over contacts that come later
public record Escalation(
    int incident,
    Instant openedAt,
    String policy,
    int step,
    Instant due,
    @Nullable Instant acknowledgedAt,
    List<String> told,
    List<Waiting> waiting) {

  public Escalation {
    told = List.copyOf(told);
    waiting = List.copyOf(waiting);
  }

  /// @param contact its key
  /// @param step that called, counted from 1
  public record Waiting(String person, String contact, int step, Instant due) {

    /// Whether both reach the same person in the same way.
    boolean isSameAs(Waiting other) {
      return person.equals(other.person) && contact.equals(other.contact);
    }
  }

  static Escalation begin(int incident, Instant openedAt, OnCallPlan.Policy policy, Instant now) {
    Duration first = policy.steps().getFirst().after();
    return new Escalation(
        incident, openedAt, policy.id(), 0, now.plus(first), null, List.of(), List.of());
  }

  Escalation next(int toStep, Instant at) {
    return new Escalation(incident, openedAt, policy, toStep, at, acknowledgedAt, told, waiting);
  }

  Escalation waitingFor(List<Waiting> calls) {
    return new Escalation(incident, openedAt, policy, step, due, acknowledgedAt, told, calls);
  }

  Escalation acknowledged(Instant at) {
    return new Escalation(incident, openedAt, policy, step, due, at, told, List.of());
  }

  Escalation again(Instant at) {
    return new Escalation(incident, openedAt, policy, 0, at, null, told, List.of());
  }

  Escalation told(String breach) {
    List<String> more = new ArrayList<>(told);
    more.add(breach);
    return new Escalation(incident, openedAt, policy, step, due, acknowledgedAt, more, waiting);
  }
}
