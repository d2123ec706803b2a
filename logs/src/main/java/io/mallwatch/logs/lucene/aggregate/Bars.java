package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.model.BadQueryException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;

/// Cuts time into bars. Bars of the calendar begin at the beginning of a unit in the zone and are
/// as long as the unit is there; fixed ones are counted on the zone's wall clock.
final class Bars {

  private final LogAggregate.Interval interval;
  private final ZoneId zone;
  private final long offset;

  // The bar that was asked for last; entries come almost in order.
  private long from = Long.MAX_VALUE;
  private long to = Long.MIN_VALUE;

  Bars(LogAggregate.Interval interval, ZoneId zone, long offsetMillis) {
    if (interval instanceof LogAggregate.Fixed(long millis) && millis < 1) {
      throw new BadQueryException("the interval of a histogram is at least 1 ms");
    }
    this.interval = interval;
    this.zone = zone;
    this.offset = offsetMillis;
  }

  /// First millisecond of the bar that a moment lies in.
  long start(long millis) {
    if (millis < from || millis >= to) {
      find(millis - offset);
      from += offset;
      to += offset;
    }
    return from;
  }

  /// First millisecond of the bar behind the one that starts at `start`.
  long next(long start) {
    long at = start - offset;
    return offset
        + switch (interval) {
          case LogAggregate.Fixed(long millis) -> nextFixed(at, millis);
          case LogAggregate.Calendar(LogAggregate.Unit unit) ->
              millis(plus(Instant.ofEpochMilli(at).atZone(zone), unit));
        };
  }

  private long nextFixed(long at, long millis) {
    long next = fixed(at + millis, millis);
    return next > at ? next : at + millis;
  }

  private void find(long millis) {
    switch (interval) {
      case LogAggregate.Fixed(long length) -> {
        from = fixed(millis, length);
        to = from + length;
        ZoneOffsetTransition change =
            zone.getRules().nextTransition(Instant.ofEpochMilli(Math.min(from, millis)));
        if (change != null && change.getInstant().toEpochMilli() < to) {
          to = from; // the clock changes inside this bar: look again for every entry
        }
      }
      case LogAggregate.Calendar(LogAggregate.Unit unit) -> {
        ZonedDateTime first = floor(Instant.ofEpochMilli(millis).atZone(zone), unit);
        from = millis(first);
        to = millis(plus(first, unit));
      }
    }
  }

  private long fixed(long millis, long length) {
    long shift = zone.getRules().getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() * 1000L;
    return Math.floorDiv(millis + shift, length) * length - shift;
  }

  private static long millis(ZonedDateTime time) {
    return time.toInstant().toEpochMilli();
  }

  private static ZonedDateTime floor(ZonedDateTime time, LogAggregate.Unit unit) {
    LocalDate date = time.toLocalDate();
    ZoneId zone = time.getZone();
    return switch (unit) {
      case SECOND -> time.truncatedTo(ChronoUnit.SECONDS);
      case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
      case DAY -> date.atStartOfDay(zone);
      case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay(zone);
      case MONTH -> date.withDayOfMonth(1).atStartOfDay(zone);
      case QUARTER ->
          LocalDate.of(date.getYear(), (date.getMonthValue() - 1) / 3 * 3 + 1, 1)
              .atStartOfDay(zone);
      case YEAR -> date.withDayOfYear(1).atStartOfDay(zone);
    };
  }

  private static ZonedDateTime plus(ZonedDateTime start, LogAggregate.Unit unit) {
    LocalDateTime local = start.toLocalDateTime();
    return switch (unit) {
      case SECOND -> start.plusSeconds(1);
      case MINUTE -> start.plusMinutes(1);
      case HOUR -> start.plusHours(1);
      case DAY -> local.plusDays(1).atZone(start.getZone());
      case WEEK -> local.plusWeeks(1).atZone(start.getZone());
      case MONTH -> local.plusMonths(1).atZone(start.getZone());
      case QUARTER -> local.plusMonths(3).atZone(start.getZone());
      case YEAR -> local.plusYears(1).atZone(start.getZone());
    };
  }
}
