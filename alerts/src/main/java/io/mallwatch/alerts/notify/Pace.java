package io.mallwatch.alerts.notify;

import java.time.Duration;
import java.util.List;

/// How often a target may be told. What comes faster waits and is told together.
///
/// @param limits all hold; none for no limit
public record Pace(List<Limit> limits) {

  /// As often as one likes.
  public static final Pace FREE = new Pace(List.of());

  public Pace {
    limits = List.copyOf(limits);
  }

  /// At most `count` in any stretch of `window`.
  public record Limit(int count, Duration window) {}

  /// At most `count` in any stretch of `window`.
  public static Pace of(int count, Duration window) {
    return new Pace(List.of(new Limit(count, window)));
  }

  /// Both this and one limit more.
  public Pace and(int count, Duration window) {
    java.util.ArrayList<Limit> all = new java.util.ArrayList<>(limits);
    all.add(new Limit(count, window));
    return new Pace(all);
  }
}
