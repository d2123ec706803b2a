package io.mallwatch.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is moved. Thread-safe.
public final class FakeClock implements InstantSource {

  private volatile Instant now;

  public FakeClock(Instant start) {
    this.now = start;
  }

  /// At 2026-11-02T10:00:00+08:00, a Monday morning in Shanghai.
  public static FakeClock mondayMorning() {
    return new FakeClock(Instant.parse("2026-11-02T02:00:00Z"));
  }

  @Override
  public Instant instant() {
    return now;
  }

  /// Moves on and returns the new time.
  public synchronized Instant advance(Duration by) {
    now = now.plus(by);
    return now;
  }

  public void set(Instant moment) {
    now = moment;
  }
}
