package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes moments in a format of Elasticsearch: a named one, or a pattern.
record Dates(String format, ZoneId zone) {

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

  static Dates of(@Nullable Object format, ZoneId zone) {
    String text = format == null ? "" : String.valueOf(format);
    int or = text.indexOf("||");
    Dates dates = new Dates(or < 0 ? text : text.substring(0, or), zone);
    dates.text(0);
    return dates;
  }

  static final Dates PLAIN = new Dates("", ZoneOffset.UTC);

  String text(long millis) {
    var time = Instant.ofEpochMilli(millis).atZone(zone);
    return switch (format) {
      case "epoch_millis" -> Long.toString(millis);
      case "epoch_second" -> Long.toString(Math.floorDiv(millis, 1_000L));
      case "",
          "strict_date_optional_time",
          "date_optional_time",
          "strict_date_time",
          "date_time",
          "strict_date_optional_time_nanos" ->
          ISO.format(time);
      case "strict_date", "date" -> time.toLocalDate().toString();
      default -> {
        try {
          yield DateTimeFormatter.ofPattern(format.replace("yyyy", "uuuu"), Locale.ROOT)
              .format(time);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
          throw ElasticErrors.illegal("Invalid format: [%s]: %s".formatted(format, e.getMessage()));
        }
      }
    };
  }
}
