package io.mallwatch.alerts.route;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/// A recurring stretch of time, such as nights and weekends. Every field that says something must
/// hold; an empty field always holds.
///
/// @param minutes of the day, from inclusive, to exclusive, 0 to 1440
/// @param weekdays 0 is Sunday; inclusive
/// @param days of the month, 1 to 31, or -1 to -31 from its end; inclusive
/// @param months 1 to 12; inclusive
/// @param years inclusive
public record TimeInterval(
    List<Range> minutes,
    List<Range> weekdays,
    List<Range> days,
    List<Range> months,
    List<Range> years,
    ZoneId zone) {

  public TimeInterval {
    minutes = List.copyOf(minutes);
    weekdays = List.copyOf(weekdays);
    days = List.copyOf(days);
    months = List.copyOf(months);
    years = List.copyOf(years);
  }

  /// Whole numbers from `from` to `to`.
  public record Range(int from, int to) {

    boolean contains(int value) {
      return value >= from && value <= to;
    }
  }

  /// Whether `at` is inside.
  public boolean contains(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    int minute = local.getHour() * 60 + local.getMinute();
    return (minutes.isEmpty() || minutes.stream().anyMatch(r -> minute >= r.from && minute < r.to))
        && holds(weekdays, local.getDayOfWeek().getValue() % 7)
        && (days.isEmpty() || days.stream().anyMatch(range -> containsDay(range, local)))
        && holds(months, local.getMonthValue())
        && holds(years, local.getYear());
  }

  private static boolean holds(List<Range> ranges, int value) {
    return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(value));
  }

  /// Ends beyond the month are taken as its end.
  private static boolean containsDay(Range range, ZonedDateTime local) {
    int length = local.toLocalDate().lengthOfMonth();
    int from = Math.clamp(range.from < 0 ? length + range.from + 1 : range.from, 1, 31);
    int to = Math.min(range.to < 0 ? length + range.to + 1 : range.to, length);
    return from <= to && local.getDayOfMonth() >= from && local.getDayOfMonth() <= to;
  }
}
