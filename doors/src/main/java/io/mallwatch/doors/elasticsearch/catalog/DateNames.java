package io.mallwatch.doors.elasticsearch.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Index names with dates in them: `<mall-{now/d}-000001>` to ask for, `mall-2026.11.02` to keep.
final class DateNames {

  private static final Pattern MATH =
      Pattern.compile(
          "\\{now((?:[-+]\\d{1,6}[yMwdhHms])*)(?:/([yMwdhHms]))?(?:\\{([^|{}]+)(?:\\|([^{}]+))?})?}");
  private static final Pattern STEP = Pattern.compile("([-+]\\d{1,6})([yMwdhHms])");
  private static final Pattern DAY =
      Pattern.compile("(?:^|[^0-9])(20\\d{2})[.-]?(0[1-9]|1[0-2])[.-]?([0-2]\\d|3[01])(?![0-9])");

  private DateNames() {}

  /// The name meant by date math; any other name as it is.
  static String resolve(String name, Instant now) {
    if (!name.startsWith("<") || !name.endsWith(">")) {
      return name;
    }
    Matcher matcher = MATH.matcher(name.substring(1, name.length() - 1));
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String format = matcher.group(3) == null ? "uuuu.MM.dd" : matcher.group(3);
      ZoneId zone = matcher.group(4) == null ? ZoneOffset.UTC : ZoneId.of(matcher.group(4));
      ZonedDateTime time = now.atZone(zone);
      Matcher steps = STEP.matcher(matcher.group(1));
      while (steps.find()) {
        time = time.plus(Long.parseLong(steps.group(1)), unit(steps.group(2)));
      }
      if (matcher.group(2) != null) {
        time = floor(time, matcher.group(2));
      }
      String text =
          DateTimeFormatter.ofPattern(format.replace("yyyy", "uuuu"), Locale.ROOT).format(time);
      matcher.appendReplacement(out, Matcher.quoteReplacement(text));
    }
    return matcher.appendTail(out).toString();
  }

  private static ChronoUnit unit(String letter) {
    return switch (letter) {
      case "y" -> ChronoUnit.YEARS;
      case "M" -> ChronoUnit.MONTHS;
      case "w" -> ChronoUnit.WEEKS;
      case "d" -> ChronoUnit.DAYS;
      case "h", "H" -> ChronoUnit.HOURS;
      case "m" -> ChronoUnit.MINUTES;
      default -> ChronoUnit.SECONDS;
    };
  }

  private static ZonedDateTime floor(ZonedDateTime time, String letter) {
    return switch (letter) {
      case "y" -> time.withDayOfYear(1).truncatedTo(ChronoUnit.DAYS);
      case "M" -> time.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
      case "w" -> time.minusDays(time.getDayOfWeek().getValue() - 1L).truncatedTo(ChronoUnit.DAYS);
      default -> time.truncatedTo(unit(letter));
    };
  }

  /// When the day in an index's name ended, or null when there is none in it.
  static @Nullable Instant end(String index) {
    Matcher matcher = DAY.matcher(index);
    if (!matcher.find()) {
      return null;
    }
    try {
      return LocalDate.of(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              Integer.parseInt(matcher.group(3)))
          .plusDays(1)
          .atStartOfDay(ZoneOffset.UTC)
          .toInstant();
    } catch (java.time.DateTimeException e) {
      return null;
    }
  }
}
