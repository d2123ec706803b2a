package io.mallwatch.logs.lines;

import io.mallwatch.logs.ingest.Timestamps;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// The times that lines begin with.
final class LineTimes {

  /// Sender's clocks may be so far ahead.
  private static final Duration AHEAD = Duration.ofHours(1);

  private LineTimes() {}

  /// Steps over a date and time, or a time of day, that is next, perhaps behind a bracket; null
  /// without moving when there is none.
  static @Nullable Instant java(Cursor line, LineContext context) {
    int before = line.at;
    line.take("[");
    Instant time =
        line.text.startsWith(":", line.at + 2) ? timeOfDay(line, context) : date(line, context);
    if (time == null) {
      line.at = before;
    }
    return time;
  }

  private static @Nullable Instant date(Cursor line, LineContext context) {
    String text = line.text;
    int at = line.at;
    if (at + 4 < text.length() && text.charAt(at + 2) == '-' && Months.number(text, at + 3) > 0) {
      return catalina(line, context);
    }
    if (at + 16 > text.length()) {
      return null;
    }
    int end = at + 10;
    if (text.charAt(end) == 'T' || text.charAt(end) == ' ') {
      end++;
    } else {
      return null;
    }
    while (end < text.length() && isPartOfTime(text, end)) {
      end++;
    }
    String written = text.substring(at, end);
    if (text.charAt(at + 4) == '/' || text.charAt(at + 4) == '.') {
      written = written.substring(0, 10).replace(text.charAt(at + 4), '-') + written.substring(10);
    }
    Instant time = Timestamps.parse(written, context.zone());
    if (time != null) {
      line.at = end;
    }
    return time;
  }

  private static boolean isPartOfTime(String text, int at) {
    char c = text.charAt(at);
    // a comma or dot goes on only before a digit: "10:00:00,123"
    boolean beforeDigit = at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    return switch (c) {
      case ':', '+', 'Z' -> true;
      case '-', ',', '.' -> beforeDigit;
      default -> Character.isDigit(c);
    };
  }

  /// `10:00:00.123`, of today or yesterday.
  private static @Nullable Instant timeOfDay(Cursor line, LineContext context) {
    int end = line.at;
    while (end < line.text.length() && isPartOfTime(line.text, end)) {
      end++;
    }
    try {
      LocalTime time = LocalTime.parse(line.text.substring(line.at, end).replace(',', '.'));
      LocalDate today = LocalDate.ofInstant(context.now(), context.zone());
      Instant at = today.atTime(time).atZone(context.zone()).toInstant();
      line.at = end;
      return at.isAfter(context.now().plus(AHEAD))
          ? today.minusDays(1).atTime(time).atZone(context.zone()).toInstant()
          : at;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// `02-Nov-2026 10:00:00.123`.
  private static @Nullable Instant catalina(Cursor line, LineContext context) {
    Cursor probe = new Cursor(line.text);
    probe.at = line.at;
    long day = probe.number();
    int month = Months.number(line.text, probe.at + 1);
    probe.at += 5;
    long year = probe.number();
    probe.spaces();
    Instant time = local(year, month, day, probe.word(), context);
    if (time != null) {
      line.at = probe.at;
    }
    return time;
  }

  /// `02/Nov/2026:10:00:00 +0800` of access logs.
  static @Nullable Instant access(String text) {
    Cursor line = new Cursor(text);
    long day = line.number();
    int month = Months.number(text, line.at + 1);
    line.at += 5;
    long year = line.number();
    line.at++;
    String time = line.word();
    line.spaces();
    String offset = line.rest();
    if (offset.length() != 5 || month == 0) {
      return null;
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(LocalDate.of((int) year, month, (int) day), LocalTime.parse(time));
      return local.toInstant(ZoneOffset.of(offset));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// `Mar 27 13:06:56` of syslog, in the year that lies nearest before now; `2 Nov 2026
  /// 10:00:00.123` of Redis.
  static @Nullable Instant named(Cursor line, LineContext context) {
    Cursor probe = new Cursor(line.text);
    probe.at = line.at;
    long day = probe.number();
    probe.spaces();
    int month = Months.number(line.text, probe.at);
    if (month == 0) {
      return null;
    }
    probe.at += 3;
    probe.spaces();
    long year = -1;
    if (day < 0) {
      day = probe.number();
    } else {
      year = probe.number();
    }
    probe.spaces();
    int before = probe.at;
    String time = probe.word();
    if (time.endsWith(":")) {
      time = time.substring(0, time.length() - 1);
    }
    int thisYear = LocalDate.ofInstant(context.now(), context.zone()).getYear();
    Instant at = local(year < 0 ? thisYear : year, month, day, time, context);
    if (at != null && year < 0 && at.isAfter(context.now().plus(Duration.ofDays(1)))) {
      at = local(thisYear - 1L, month, day, time, context);
    }
    if (at != null) {
      line.at = before + time.length();
    }
    return at;
  }

  private static @Nullable Instant local(
      long year, int month, long day, String time, LineContext context) {
    try {
      return LocalDateTime.of(
              LocalDate.of(Math.toIntExact(year), month, Math.toIntExact(day)),
              LocalTime.parse(time))
          .atZone(context.zone())
          .toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
