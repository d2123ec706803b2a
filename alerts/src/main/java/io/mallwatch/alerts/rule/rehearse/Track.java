package io.mallwatch.alerts.rule.rehearse;

import io.mallwatch.alerts.rule.rehearse.Rehearsal.Firing;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// One series of an alert's expression on its way through pending, firing and resolved, as the rule
/// engine moves it. Times are in milliseconds.
final class Track {

  private static final long NEVER = Long.MIN_VALUE;

  private final Labels labels;
  private final Timing timing;
  private final Consumer<Firing> firings;
  private long lastSeen = NEVER;
  private long activeAt = NEVER;
  private long firedAt = NEVER;
  private double valueWhenFired;
  private int pendings;

  /// @param step distance of evaluations
  /// @param hold how long the expression must hold
  /// @param keep how long the alert fires on when it does not hold any more
  record Timing(long step, long hold, long keep) {}

  Track(Labels labels, Timing timing, Consumer<Firing> firings) {
    this.labels = labels;
    this.timing = timing;
    this.firings = firings;
  }

  /// The expression holds at `time`, which is later than before.
  void seen(long time, double value) {
    if (lastSeen != NEVER && time - lastSeen > timing.step) {
      missing(lastSeen + timing.step, time);
    }
    lastSeen = time;
    if (activeAt == NEVER) {
      activeAt = time;
    }
    if (firedAt == NEVER && time - activeAt >= timing.hold) {
      firedAt = time;
      valueWhenFired = value;
    }
  }

  /// It held at no evaluation from `from` on, up to and without `until`.
  private void missing(long from, long until) {
    if (firedAt == NEVER) {
      pendings += activeAt == NEVER ? 0 : 1;
      activeAt = NEVER;
      return;
    }
    long steps = Math.ceilDiv(timing.keep, timing.step);
    long ends = from + steps * timing.step;
    if (ends < until) {
      fired(Optional.of(Instant.ofEpochMilli(ends)));
    }
  }

  private void fired(Optional<Instant> end) {
    firings.accept(
        new Firing(
            labels,
            Instant.ofEpochMilli(activeAt),
            Instant.ofEpochMilli(firedAt),
            end,
            valueWhenFired));
    activeAt = NEVER;
    firedAt = NEVER;
  }

  /// The last evaluation was at `last`.
  void finish(long last) {
    if (lastSeen != NEVER && lastSeen < last) {
      missing(lastSeen + timing.step, last + timing.step);
    }
    if (firedAt != NEVER) {
      fired(Optional.empty());
    }
  }

  /// How often it held too short.
  int pendings() {
    return pendings;
  }
}
