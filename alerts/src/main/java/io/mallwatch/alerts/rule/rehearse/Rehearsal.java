package io.mallwatch.alerts.rule.rehearse;

import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How an alert would have fared.
///
/// @param from first evaluation
/// @param to last evaluation
/// @param evaluations how many there were
/// @param firings in order of their beginning; at most [#MAX_FIRINGS]
/// @param total how many there were, those left out included
/// @param pendings how often it held for less than its `for`
/// @param told by receiver, in the order of their names
/// @param cut whether there was more than could be followed
public record Rehearsal(
    String group,
    String rule,
    Instant from,
    Instant to,
    Duration interval,
    int evaluations,
    List<Firing> firings,
    int total,
    int pendings,
    List<Told> told,
    boolean cut) {

  /// More are only counted.
  public static final int MAX_FIRINGS = 1_000;

  public Rehearsal {
    firings = List.copyOf(firings);
    told = List.copyOf(told);
  }

  /// One alert from its beginning to its end.
  ///
  /// @param labels as it would carry them; templates of the rule's labels are left as written
  /// @param activeAt since when the expression held
  /// @param endedAt empty when it would fire still
  /// @param value of the expression when it began to fire
  public record Firing(
      Labels labels, Instant activeAt, Instant firedAt, Optional<Instant> endedAt, double value) {

    /// How long it fired, up to `now` when it does still.
    public Duration lasted(Instant now) {
      return Duration.between(firedAt, endedAt.orElse(now));
    }
  }

  /// Notifications to one receiver.
  ///
  /// @param firing that something fires, repetitions included
  /// @param resolved that all has ended
  public record Told(String receiver, int firing, int resolved) {}

  /// The same with what would have been told.
  Rehearsal with(List<Told> notifications, boolean incomplete) {
    return new Rehearsal(
        group,
        rule,
        from,
        to,
        interval,
        evaluations,
        firings,
        total,
        pendings,
        notifications,
        cut || incomplete);
  }

  /// The shortest and the longest firing; empty without any.
  public Optional<Duration> shortest() {
    return firings.stream().map(one -> one.lasted(to)).min(Duration::compareTo);
  }

  public Optional<Duration> longest() {
    return firings.stream().map(one -> one.lasted(to)).max(Duration::compareTo);
  }
}
