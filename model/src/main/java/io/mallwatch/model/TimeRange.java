package io.mallwatch.model;

import java.time.Duration;
import java.time.Instant;

/// A stretch of time, half-open: `from` is in it, `to` is not.
///
/// @param from first moment inside
/// @param to first moment after; not before `from`
public record TimeRange(Instant from, Instant to) {

  public TimeRange {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "the range ends at %s, before its start %s".formatted(to, from));
    }
  }

  /// The `length` before `end`.
  public static TimeRange before(Instant end, Duration length) {
    return new TimeRange(end.minus(length), end);
  }

  /// Whether `moment` is inside.
  public boolean contains(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(to);
  }

  /// Whether any moment is in both.
  public boolean overlaps(TimeRange other) {
    return from.isBefore(other.to) && other.from.isBefore(to);
  }

  public Duration length() {
    return Duration.between(from, to);
  }
}
