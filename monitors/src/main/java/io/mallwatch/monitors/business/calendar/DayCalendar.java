package io.mallwatch.monitors.business.calendar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which days are promotions or holidays. Immutable.
///
/// @param days the first that covers a day counts
/// @param zone where days begin
public record DayCalendar(List<Special> days, ZoneId zone) {

  private static final Pattern LINE =
      Pattern.compile(
          "(promotion|holiday) ((?:\\d{4}-)?\\d{2}-\\d{2})(?:\\.\\.((?:\\d{4}-)?\\d{2}-\\d{2}))?(?: (.{1,40}))?");

  /// What counts where nothing is configured: the great sales and the holidays of the mainland
  /// whose dates are known ahead.
  public static final List<Special> DEFAULT =
      List.of(
          Special.parse("promotion 06-16..06-18 618"),
          Special.parse("promotion 11-10..11-11 双11"),
          Special.parse("promotion 12-12 双12"),
          Special.parse("holiday 01-01 元旦"),
          Special.parse("holiday 2026-02-15..2026-02-23 春节"),
          Special.parse("holiday 05-01..05-05 劳动节"),
          Special.parse("holiday 10-01..10-07 国庆"));

  public DayCalendar {
    days = List.copyOf(days);
  }

  /// What sort of day it is.
  public enum Kind {
    ORDINARY,
    PROMOTION,
    HOLIDAY;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Some days in a row.
  ///
  /// @param from `MM-dd`, then every year, or `yyyy-MM-dd`
  /// @param to the last day, in the same form
  /// @param name what people call it; may be empty
  public record Special(Kind kind, String from, String to, String name) {

    /// Reads `promotion 11-10..11-11 双11` or `holiday 2026-02-15..2026-02-23 春节`.
    ///
    /// @throws IllegalArgumentException with what is wrong
    public static Special parse(String line) {
      Matcher matcher = LINE.matcher(line.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'" + line + "' is not like `promotion 11-10..11-11 NAME` or `holiday 2026-02-15`");
      }
      String from = matcher.group(2);
      String to = matcher.group(3) == null ? from : matcher.group(3);
      try {
        if (from.length() != to.length() || from.compareTo(to) > 0) {
          throw new IllegalArgumentException("'" + line + "' ends before it begins");
        }
        check(from);
        check(to);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("'" + line + "' has a day that does not exist", e);
      }
      return new Special(
          Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
          from,
          to,
          matcher.group(4) == null ? "" : matcher.group(4));
    }

    private static void check(String day) {
      // a leap year, so that 02-29 may stand for every one
      DateTimeFormatter.ISO_LOCAL_DATE.parse(day.length() == 5 ? "2024-" + day : day);
    }

    private boolean covers(LocalDate day) {
      String full = day.toString();
      String text = from.length() == 5 ? full.substring(full.length() - 5) : full;
      return text.compareTo(from) >= 0 && text.compareTo(to) <= 0;
    }
  }

  /// What is special about the day of `moment`.
  public Optional<Special> on(Instant moment) {
    LocalDate day = LocalDate.ofInstant(moment, zone);
    return days.stream().filter(special -> special.covers(day)).findFirst();
  }

  /// The sort of day that `moment` is in.
  public Kind kind(Instant moment) {
    return on(moment).map(Special::kind).orElse(Kind.ORDINARY);
  }

  /// Whether both moments are in days of the same sort.
  public boolean isAlike(Instant one, Instant other) {
    return kind(one) == kind(other);
  }
}
