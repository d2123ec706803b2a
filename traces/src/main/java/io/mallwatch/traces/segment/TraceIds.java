package io.mallwatch.traces.segment;

import io.mallwatch.model.BadQueryException;
import java.util.HexFormat;

/// Trace ids as two numbers and as hex digits.
final class TraceIds {

  private static final int DIGITS = 32;
  private static final int HALF = 16;

  private TraceIds() {}

  /// 32 lower-case digits of 1 to 32 in any case; zeros are put before shorter ones.
  ///
  /// @throws BadQueryException when it is none
  static String full(String given) {
    if (given.isEmpty() || given.length() > DIGITS) {
      throw bad(given);
    }
    for (int i = 0; i < given.length(); i++) {
      if (!HexFormat.isHexDigit(given.charAt(i))) {
        throw bad(given);
      }
    }
    return "0".repeat(DIGITS - given.length()) + given.toLowerCase(java.util.Locale.ROOT);
  }

  private static BadQueryException bad(String given) {
    return new BadQueryException("'%s' is no trace id of 1 to 32 hex digits".formatted(given));
  }

  static long high(String full) {
    return Long.parseUnsignedLong(full, 0, HALF, 16);
  }

  static long low(String full) {
    return Long.parseUnsignedLong(full, HALF, DIGITS, 16);
  }

  static String text(long high, long low) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
