package io.mallwatch.samplemall.traffic;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/// How busy the mall is expected to be at a given local time: one pure function, used by the live
/// traffic and by the history alike, so that weeks compare.
///
/// @param rate requests a second at an ordinary weekday's noon
public record TrafficShape(double rate) {
  /// The mall's local time.
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /// The share of each full hour, from midnight; linear in between.
  private static final double[] HOURS = {
    0.36, 0.20, 0.12, 0.08, 0.07, 0.09, 0.17, 0.31, 0.52, 0.74, 0.89, 0.96, 1.00, 0.95, 0.86, 0.82,
    0.81, 0.84, 0.91, 1.03, 1.15, 1.18, 0.98, 0.64
  };

  /// How busy it is at `instant`, 1 being an ordinary weekday's noon.
  public static double factor(Instant instant) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, ZONE);
    double hour = local.getHour() + (local.getMinute() * 60 + local.getSecond()) / 3600.0;
    int before = (int) hour;
    double share = hour - before;
    double ofDay = HOURS[before] * (1 - share) + HOURS[(before + 1) % HOURS.length] * share;
    return ofDay * ofWeek(local.getDayOfWeek());
  }

  private static double ofWeek(DayOfWeek day) {
    return switch (day) {
      case MONDAY -> 0.96;
      case TUESDAY -> 0.95;
      case WEDNESDAY -> 0.98;
      case THURSDAY -> 1.00;
      case FRIDAY -> 1.08;
      case SATURDAY -> 1.20;
      case SUNDAY -> 1.15;
    };
  }

  /// How many times a minute `action` is expected at `instant`.
  public double perMinute(Action action, Instant instant) {
    return action.perMinuteAtNoon() * rate / Action.REFERENCE_RATE * factor(instant);
  }
}
