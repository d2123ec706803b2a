package io.mallwatch.logs.pipeline;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `date`: reads a time by the first of several formats that fits: `ISO8601`, `UNIX` (seconds),
/// `UNIX_MS`, or letters of `DateTimeFormatter`. What a format leaves out is midnight, the first of
/// the month, or this year.
final class DateProcessor implements Processor {

  private static final DateTimeFormatter OUTPUT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

  @FunctionalInterface
  private interface Format {
    /// @throws DateTimeException when it does not fit
    ZonedDateTime read(String text, ZoneId zone);
  }

  private final InstantSource clock;
  private final String field;
  private final String target;
  private final Template zone;
  private final DateTimeFormatter output;
  private final List<String> names;
  private final List<Format> formats = new ArrayList<>();

  DateProcessor(Options options, InstantSource clock) {
    this.clock = clock;
    field = options.text("field");
    target = options.text("target_field", "@timestamp");
    zone = new Template(options.text("timezone", "UTC"));
    Locale locale = Locale.forLanguageTag(options.text("locale", "en").replace('_', '-'));
    String pattern = options.textOrNull("output_format");
    names = options.texts("formats");
    if (names.isEmpty()) {
      throw options.wrong("[formats] required property is missing");
    }
    try {
      output = pattern == null ? OUTPUT : DateTimeFormatter.ofPattern(pattern, locale);
      for (String name : names) {
        formats.add(format(name, locale));
      }
    } catch (IllegalArgumentException e) {
      throw options.wrong(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void process(Document document) {
    Object value = document.value(field);
    if (value == null) {
      throw FieldProcessors.missing(field);
    }
    String text = TextProcessors.text(value).strip();
    ZoneId in;
    try {
      in = ZoneId.of(zone.of(document));
    } catch (DateTimeException e) {
      throw new ProcessingFailedException("unable to read the time zone: " + e.getMessage());
    }
    for (Format format : formats) {
      ZonedDateTime time = read(format, text, in);
      if (time != null) {
        document.set(target, output.format(time));
        return;
      }
    }
    throw new ProcessingFailedException(
        "unable to parse date [" + text + "] with any of the formats " + names);
  }

  private static @Nullable ZonedDateTime read(Format format, String text, ZoneId zone) {
    try {
      return format.read(text, zone);
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private Format format(String name, Locale locale) {
    return switch (name) {
      case "ISO8601" ->
          letters(
              "uuuu-MM-dd['T'][' '][HH[:mm[:ss[[.][,][SSSSSSSSS][SSSSSSSS][SSSSSSS]"
                  + "[SSSSSS][SSSSS][SSSS][SSS][SS][S]]]]][XXX][XX][X]",
              Locale.ROOT);
      case "UNIX" -> (text, _) -> ofSeconds(Double.parseDouble(text));
      case "UNIX_MS" -> (text, _) -> at(Instant.ofEpochMilli(Long.parseLong(text)));
      case "TAI64N" -> throw new IllegalArgumentException("the format TAI64N is not supported");
      default -> letters(name, locale);
    };
  }

  private static ZonedDateTime ofSeconds(double seconds) {
    long whole = (long) Math.floor(seconds);
    return at(Instant.ofEpochSecond(whole, Math.round((seconds - whole) * 1e6) * 1_000L));
  }

  private static ZonedDateTime at(Instant instant) {
    return instant.atZone(ZoneOffset.UTC);
  }

  private Format letters(String pattern, Locale locale) {
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
    String letters = pattern.replaceAll("'[^']*'", "");
    boolean optional = letters.indexOf('[') >= 0;
    absent(builder, letters, "HhKkA", ChronoField.HOUR_OF_DAY, optional);
    absent(builder, letters, "mA", ChronoField.MINUTE_OF_HOUR, optional);
    absent(builder, letters, "sA", ChronoField.SECOND_OF_MINUTE, optional);
    absent(builder, letters, "Dd", ChronoField.DAY_OF_MONTH, 1);
    absent(builder, letters, "DML", ChronoField.MONTH_OF_YEAR, 1);
    boolean thisYear = letters.chars().noneMatch(c -> "yuY".indexOf(c) >= 0);
    // 29 February has no meaning without a year, so the year is put in before the rest is resolved
    DateTimeFormatter fixed = thisYear ? null : builder.toFormatter(locale);
    return (text, zone) -> {
      DateTimeFormatter formatter = fixed;
      if (formatter == null) {
        int year = LocalDate.ofInstant(clock.instant(), zone).getYear();
        formatter =
            new DateTimeFormatterBuilder()
                .append(builder.toFormatter(locale))
                .parseDefaulting(ChronoField.YEAR, year)
                .toFormatter(locale);
      }
      return whole(formatter.parse(text), zone);
    };
  }

  private static void absent(
      DateTimeFormatterBuilder builder,
      String letters,
      String any,
      ChronoField field,
      boolean optional) {
    if (optional || letters.chars().noneMatch(c -> any.indexOf(c) >= 0)) {
      builder.parseDefaulting(field, 0);
    }
  }

  private static void absent(
      DateTimeFormatterBuilder builder, String letters, String any, ChronoField field, int value) {
    if (letters.chars().noneMatch(c -> any.indexOf(c) >= 0)) {
      builder.parseDefaulting(field, value);
    }
  }

  private static ZonedDateTime whole(TemporalAccessor parsed, ZoneId zone) {
    ZoneId own = parsed.query(TemporalQueries.zone());
    return java.time.LocalDateTime.of(LocalDate.from(parsed), java.time.LocalTime.from(parsed))
        .atZone(own == null ? zone : own);
  }
}
