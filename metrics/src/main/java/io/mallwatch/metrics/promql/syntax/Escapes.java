package io.mallwatch.metrics.promql.syntax;

/// The escapes that may follow a backslash in a quoted string.
final class Escapes {

  private Escapes() {}

  /// How many characters the escape has whose first, after the backslash, is at `at`.
  static int length(String input, int at) {
    return switch (input.charAt(at)) {
      case 'x', '0', '1', '2', '3', '4', '5', '6', '7' -> 3;
      case 'u' -> 5;
      case 'U' -> 9;
      default -> 1;
    };
  }

  /// What is wrong with it, or the empty string.
  static String problem(String input, int at, char quote) {
    if (at >= input.length()) {
      return "escape sequence not terminated";
    }
    char kind = input.charAt(at);
    if ("abfnrtv\\".indexOf(kind) >= 0 || kind == quote) {
      return "";
    }
    return switch (kind) {
      case 'x' -> digits(input, at + 1, 2, 16, 255);
      case 'u' -> digits(input, at + 1, 4, 16, Character.MAX_CODE_POINT);
      case 'U' -> digits(input, at + 1, 8, 16, Character.MAX_CODE_POINT);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> digits(input, at, 3, 8, 255);
      default -> "unknown escape sequence " + named(input.codePointAt(at));
    };
  }

  private static String digits(String input, int at, int count, int radix, long max) {
    long value = 0;
    for (int i = at; i < at + count; i++) {
      if (i >= input.length()) {
        return "escape sequence not terminated";
      }
      int digit = Character.digit(input.charAt(i), radix);
      if (digit < 0 || input.charAt(i) > 'f') {
        return "illegal character " + named(input.codePointAt(i)) + " in escape sequence";
      }
      value = value * radix + digit;
    }
    return value > max || (value >= 0xd800 && value <= 0xdfff)
        ? "escape sequence is an invalid Unicode code point"
        : "";
  }

  private static String named(int codePoint) {
    return "U+%04X '%s'".formatted(codePoint, Character.toString(codePoint));
  }
}
