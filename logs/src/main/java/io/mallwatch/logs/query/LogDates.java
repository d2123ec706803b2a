package io.mallwatch.logs.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Dates in the text of structured data: ISO 8601, with or without time and offset; UTC without.
public final class LogDates {

  private LogDates() {}

  /// The moment that a text is; null when it is none.
  public static @Nullable Instant instant(String text) {
    if (text.length() < "2026-11-02".length()
        || text.length() > 40
        || text.charAt(4) != '-'
        || !Character.isDigit(text.charAt(0))) {
      return null;
    }
    try {
      if (text.length() == "2026-11-02".length()) {
        return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      char last = text.charAt(text.length() - 1);
      boolean offset = last == 'Z' || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
      return offset
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// The same in milliseconds since 1970.
  public static @Nullable Long millis(String text) {
    Instant instant = instant(text);
    return instant == null ? null : (Long) instant.toEpochMilli();
  }
}
