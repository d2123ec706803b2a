package io.mallwatch.logs.ingest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Reads the times that loggers write: `2026-11-02T10:00:00.123+08:00`, also with a blank for the
/// `T`, a comma before the fraction, `Z`, `+0800` or no zone at all; and seconds, milliseconds,
/// microseconds or nanoseconds since 1970, told apart by their size. By hand, because it runs for
/// every line.
public final class Timestamps {

  private static final int DATE_AND_MINUTES = 16; // 2026-11-02T10:00

  private Timestamps() {}

  /// The moment, or null when the text is none.
  ///
  /// @param zone of times that name none
  public static @Nullable Instant parse(String text, ZoneId zone) {
    String stripped = text.strip();
    if (stripped.length() >= DATE_AND_MINUTES && stripped.charAt(4) == '-') {
      return new Reader(stripped).read(zone);
    }
    try {
      return ofNumber(Double.parseDouble(stripped));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /// The moment that a number of some unit since 1970 means; null when it is absurd.
  static @Nullable Instant ofNumber(double number) {
    if (!(number > 0) || number > 9e18) {
      return null;
    }
    if (number >= 1e17) {
      return Instant.ofEpochSecond(0, (long) number);
    }
    if (number >= 1e14) {
      return Instant.ofEpochSecond(0, ((long) number) * 1_000L);
    }
    if (number >= 1e11) {
      return Instant.ofEpochMilli((long) number);
    }
    long seconds = (long) number;
    return Instant.ofEpochSecond(seconds, Math.round((number - seconds) * 1e6) * 1_000L);
  }

  /// The same for whole numbers, without loss.
  static @Nullable Instant ofNumber(long number) {
    return number >= 100_000_000_000_000_000L
        ? Instant.ofEpochSecond(0, number)
        : ofNumber((double) number);
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    @Nullable Instant read(ZoneId zone) {
      try {
        int year = digits(4);
        sign('-');
        int month = digits(2);
        sign('-');
        int day = digits(2);
        if (peek() != 'T' && peek() != 't' && peek() != ' ') {
          return null;
        }
        at++;
        int hour = digits(2);
        sign(':');
        int minute = digits(2);
        int second = 0;
        int nanos = 0;
        if (peek() == ':') {
          at++;
          second = digits(2);
          if (peek() == '.' || peek() == ',') {
            at++;
            nanos = fraction();
          }
        }
        LocalDateTime local =
            LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59), nanos);
        return withZone(local, zone);
      } catch (DateTimeException | IndexOutOfBoundsException e) {
        return null;
      }
    }

    private @Nullable Instant withZone(LocalDateTime local, ZoneId zone) {
      while (peek() == ' ') {
        at++;
      }
      char c = peek();
      if (c == 0) {
        return local.atZone(zone).toInstant();
      }
      at++;
      if (c == 'Z' || c == 'z') {
        return peek() == 0 ? local.toInstant(ZoneOffset.UTC) : null;
      }
      if (c != '+' && c != '-') {
        return null;
      }
      int hours = digits(2);
      int minutes = 0;
      if (peek() == ':') {
        at++;
      }
      if (peek() != 0) {
        minutes = digits(2);
      }
      if (peek() != 0) {
        return null;
      }
      int total = hours * 60 + minutes;
      return local.toInstant(ZoneOffset.ofTotalSeconds((c == '-' ? -total : total) * 60));
    }

    private int digits(int count) {
      int value = 0;
      for (int i = 0; i < count; i++) {
        int digit = text.charAt(at++) - '0';
        if (digit < 0 || digit > 9) {
          throw new DateTimeException("not a digit");
        }
        value = value * 10 + digit;
      }
      return value;
    }

    private int fraction() {
      int value = 0;
      int count = 0;
      while (peek() >= '0' && peek() <= '9') {
        if (count < 9) {
          value = value * 10 + (peek() - '0');
          count++;
        }
        at++;
      }
      for (int i = count; i < 9; i++) {
        value *= 10;
      }
      return value;
    }

    private void sign(char wanted) {
      if (text.charAt(at++) != wanted) {
        throw new DateTimeException("not a " + wanted);
      }
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }
  }
}
