package io.mallwatch.ops.incident;

import java.time.Duration;
import java.util.Optional;

/// How grave an incident is, gravest first, and how soon it must be answered and ended.
public enum Priority {
  /// Everything is down, or data is at risk.
  P0(Duration.ofMinutes(15), Duration.ofHours(2)),
  /// A core function is abnormal.
  P1(Duration.ofMinutes(30), Duration.ofHours(4)),
  /// Some functions are abnormal.
  P2(Duration.ofHours(1), Duration.ofHours(8)),
  /// Outside the core.
  P3(Duration.ofHours(4), Duration.ofHours(24));

  private final Duration response;
  private final Duration resolution;

  Priority(Duration response, Duration resolution) {
    this.response = response;
    this.resolution = resolution;
  }

  /// Time to the first acknowledgement.
  public Duration response() {
    return response;
  }

  /// Time to the resolution.
  public Duration resolution() {
    return resolution;
  }

  /// `P0` to `P3` in any case.
  public static Optional<Priority> parse(String text) {
    for (Priority priority : values()) {
      if (priority.name().equalsIgnoreCase(text.strip())) {
        return Optional.of(priority);
      }
    }
    return Optional.empty();
  }
}
