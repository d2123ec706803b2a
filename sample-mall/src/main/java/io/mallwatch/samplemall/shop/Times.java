package io.mallwatch.samplemall.shop;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// Times as the database keeps them: UTC, to the millisecond.
public final class Times {
  private Times() {}

  public static LocalDateTime now(InstantSource clock) {
    return of(clock.instant());
  }

  public static LocalDateTime of(Instant instant) {
    return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
  }
}
