package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads dates as Elasticsearch does: ISO 8601, milliseconds since the epoch, `now-1h/d`,
/// `2026-11-01||+1M/d`.
final class DateMath {

  private static final Pattern STEP = Pattern.compile("([+-])(\\d{1,9})([yMwdhHms])|/([yMwdhHms])");

  /// Names of formats, and what is not a single pattern.
  private static final Pattern NAMED =
      Pattern.compile("|.*\\|\\|.*|[a-z_]*(date|epoch|time)[a-z_]*");

  private final Instant now;
  private final ZoneId zone;
  private final String pattern;

  /// @param zone of dates without an offset, and in which days are cut
  DateMath(Instant now, ZoneId zone) {
    this(now, zone, null);
  }

  /// @param format of dates, as a client gives it; null for any of the usual ones
  DateMath(Instant now, ZoneId zone, @Nullable Object format) {
    this.now = now;
    this.zone = zone;
    String text = format == null ? "" : String.valueOf(format);
    this.pattern = NAMED.matcher(text).matches() ? "" : text;
  }

  /// The moment that `text` means.
  ///
  /// @param roundUp whether what is not said means the last millisecond (`gt`, `lte`), not the
  ///   first
  Instant parse(String text, boolean roundUp) {
    try {
      if (!pattern.isEmpty() && !text.startsWith("now")) {
        return formatted(text);
      }
      if (text.startsWith("now")) {
        return math(now.atZone(zone), text, "now".length(), roundUp);
      }
      int bars = text.indexOf("||");
      if (bars >= 0) {
        return math(date(text.substring(0, bars), false).atZone(zone), text, bars + 2, roundUp);
      }
      return date(text, roundUp);
    } catch (DateTimeException | ArithmeticException e) {
      throw ElasticErrors.parsing("failed to parse date field [%s]".formatted(text));
    }
  }

  private Instant formatted(String text) {
    try {
      var parsed =
          java.time.format.DateTimeFormatter.ofPattern(
                  pattern.replace("yyyy", "uuuu"), java.util.Locale.ROOT)
              .parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
      return switch (parsed) {
        case ZonedDateTime time -> time.toInstant();
        case LocalDateTime time -> time.atZone(zone).toInstant();
        case LocalDate date -> date.atStartOfDay(zone).toInstant();
        default -> throw new DateTimeException("no date");
      };
    } catch (IllegalArgumentException e) {
      throw ElasticErrors.illegal("Invalid format: [%s]: %s".formatted(pattern, e.getMessage()));
    }
  }

  private Instant math(ZonedDateTime start, String text, int from, boolean roundUp) {
    ZonedDateTime time = start;
    Matcher step = STEP.matcher(text);
    int at = from;
    while (at < text.length()) {
      if (!step.find(at) || step.start() != at) {
        throw ElasticErrors.parsing("failed to parse date math [%s]".formatted(text));
      }
      if (step.group(4) != null) {
        ChronoUnit unit = unit(step.group(4));
        time = floor(time, unit);
        if (roundUp) {
          time = time.plus(1, unit).minus(1, ChronoUnit.MILLIS);
        }
      } else {
        long count = Long.parseLong(step.group(2));
        time = time.plus(step.group(1).equals("-") ? -count : count, unit(step.group(3)));
      }
      at = step.end();
    }
    return time.toInstant();
  }

  private static ChronoUnit unit(String unit) {
    return switch (unit) {
      case "y" -> ChronoUnit.YEARS;
      case "M" -> ChronoUnit.MONTHS;
      case "w" -> ChronoUnit.WEEKS;
      case "d" -> ChronoUnit.DAYS;
      case "h", "H" -> ChronoUnit.HOURS;
      case "m" -> ChronoUnit.MINUTES;
      default -> ChronoUnit.SECONDS;
    };
  }

  static ZonedDateTime floor(ZonedDateTime time, ChronoUnit unit) {
    ZonedDateTime day = time.truncatedTo(ChronoUnit.DAYS);
    return switch (unit) {
      case YEARS -> day.withDayOfYear(1);
      case MONTHS -> day.withDayOfMonth(1);
      case WEEKS -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      default -> time.truncatedTo(unit);
    };
  }

  private Instant date(String text, boolean roundUp) {
    if (text.matches("-?\\d{5,16}")) {
      return Instant.ofEpochMilli(Long.parseLong(text));
    }
    if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
      LocalDate day = LocalDate.parse(text);
      return roundUp
          ? day.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1)
          : day.atStartOfDay(zone).toInstant();
    }
    boolean offset = text.matches(".*(Z|[+-]\\d{2}:?\\d{2})$") && text.contains("T");
    return offset
        ? OffsetDateTime.parse(text.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2")).toInstant()
        : LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
  }
}
