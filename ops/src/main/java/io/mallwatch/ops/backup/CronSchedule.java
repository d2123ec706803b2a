package io.mallwatch.ops.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Optional;

/// A time table in cron's five fields: minute, hour, day of month, month, day of week (0 and 7 are
/// Sunday); `*`, `a-b`, `*/n` and lists. When both days are limited, either will do, as in cron. A
/// time that a change of clocks leaves out comes right after it.
///
/// @param text as it was written
public record CronSchedule(
    String text, BitSet minutes, BitSet hours, BitSet days, BitSet months, BitSet weekdays) {

  private static final int YEARS_AHEAD = 5;

  /// The time table that `text` writes.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static CronSchedule parse(String text) {
    String[] fields = text.strip().split("\\s+", -1);
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "'%s' is not a time table; five fields are needed, as in 0 2 * * *".formatted(text));
    }
    BitSet weekdays = field(fields[4], 0, 7);
    if (weekdays.get(7)) {
      weekdays.set(0);
    }
    return new CronSchedule(
        text.strip(),
        field(fields[0], 0, 59),
        field(fields[1], 0, 23),
        field(fields[2], 1, 31),
        field(fields[3], 1, 12),
        weekdays);
  }

  private static BitSet field(String text, int from, int to) {
    BitSet set = new BitSet();
    for (String part : text.split(",", -1)) {
      String[] step = part.split("/", -1);
      String[] range = step[0].equals("*") ? new String[] {} : step[0].split("-", -1);
      int first = range.length == 0 ? from : number(range[0], from, to, text);
      int last =
          switch (range.length) {
            case 0 -> to;
            case 1 -> step.length == 2 ? to : first;
            case 2 -> number(range[1], first, to, text);
            default -> throw bad(text);
          };
      int every = step.length == 1 ? 1 : number(step[1], 1, 59, text);
      if (step.length > 2) {
        throw bad(text);
      }
      for (int value = first; value <= last; value += every) {
        set.set(value);
      }
    }
    return set;
  }

  private static int number(String text, int from, int to, String field) {
    try {
      int value = Integer.parseInt(text);
      if (value >= from && value <= to) {
        return value;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw bad(field);
  }

  private static IllegalArgumentException bad(String field) {
    return new IllegalArgumentException("'%s' is not a field of a time table".formatted(field));
  }

  /// The first time after `instant`; empty when none comes within five years.
  public Optional<Instant> next(Instant instant, ZoneId zone) {
    ZonedDateTime from = instant.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    LocalDate end = from.toLocalDate().plusYears(YEARS_AHEAD);
    LocalTime time = from.toLocalTime();
    for (LocalDate day = from.toLocalDate(); day.isBefore(end); day = day.plusDays(1)) {
      if (isOn(day)) {
        int hour = time.getHour();
        int minute = time.getMinute();
        for (int h = hours.nextSetBit(hour); h >= 0; h = hours.nextSetBit(h + 1)) {
          int m = minutes.nextSetBit(h == hour ? minute : 0);
          if (m >= 0) {
            Instant found = ZonedDateTime.of(day, LocalTime.of(h, m), zone).toInstant();
            if (found.isAfter(instant)) {
              return Optional.of(found);
            }
          }
        }
      }
      time = LocalTime.MIDNIGHT;
    }
    return Optional.empty();
  }

  private boolean isOn(LocalDate day) {
    if (!months.get(day.getMonthValue())) {
      return false;
    }
    boolean anyDay = days.cardinality() == 31;
    boolean anyWeekday = weekdays.get(0, 7).cardinality() == 7;
    boolean dayFits = days.get(day.getDayOfMonth());
    boolean weekdayFits = weekdays.get(day.getDayOfWeek().getValue() % 7);
    return (anyDay || anyWeekday) ? dayFits && weekdayFits : dayFits || weekdayFits;
  }

  @Override
  public String toString() {
    return text;
  }
}
