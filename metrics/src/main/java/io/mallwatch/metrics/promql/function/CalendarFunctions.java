package io.mallwatch.metrics.promql.function;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// Functions that read a timestamp as a date and time of day, in UTC.
public final class CalendarFunctions {

  private static final Map<String, ToIntFunction<LocalDateTime>> BY_NAME =
      Map.of(
          "days_in_month", moment -> moment.toLocalDate().lengthOfMonth(),
          "day_of_month", LocalDateTime::getDayOfMonth,
          "day_of_week", moment -> moment.getDayOfWeek().getValue() % 7,
          "day_of_year", LocalDateTime::getDayOfYear,
          "hour", LocalDateTime::getHour,
          "minute", LocalDateTime::getMinute,
          "month", LocalDateTime::getMonthValue,
          "year", LocalDateTime::getYear);

  private CalendarFunctions() {}

  /// The function of that name.
  public static Optional<ToIntFunction<LocalDateTime>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// The moment `seconds` after the epoch, rounded towards it; what is out of the calendar's reach
  /// is moved to its end.
  public static LocalDateTime moment(double seconds) {
    long reachable =
        Math.clamp(
            (long) seconds,
            LocalDateTime.MIN.toEpochSecond(ZoneOffset.UTC),
            LocalDateTime.MAX.toEpochSecond(ZoneOffset.UTC));
    return LocalDateTime.ofEpochSecond(reachable, 0, ZoneOffset.UTC);
  }
}
