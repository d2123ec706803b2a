package io.mallwatch.metrics.promql.syntax;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/// Numbers and durations as text: how the lexer finds their end, what they are worth, and how they
/// are printed.
public final class Numerals {

  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] UNIT_MILLIS = {
    31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1000L, 1L
  };

  private Numerals() {}

  /// The end of the number that starts at `from`, or -1.
  static int numberEnd(String input, int from) {
    int end = scanNumber(input, from);
    return end > from && (end >= input.length() || !Lexer.isAlphaNumeric(input.charAt(end)))
        ? end
        : -1;
  }

  private static int scanNumber(String input, int from) {
    if (input.regionMatches(true, from, "0x", 0, 2)) {
      int i = from + 2;
      while (i < input.length() && (isHex(input.charAt(i)) || input.charAt(i) == '_')) {
        i++;
      }
      return i > from + 2 && input.charAt(i - 1) != '_' ? i : -1;
    }
    int i = digits(input, from);
    if (i >= 0 && i < input.length() && input.charAt(i) == '.') {
      boolean fraction = i + 1 < input.length() && Lexer.isDigit(input.charAt(i + 1));
      i = fraction ? digits(input, i + 1) : i + 1;
      if (i >= 0 && i < input.length() && "._".indexOf(input.charAt(i)) >= 0) {
        return -1;
      }
    }
    if (i > from && i < input.length() && (input.charAt(i) | 0x20) == 'e') {
      int sign = i + 1 < input.length() && "+-".indexOf(input.charAt(i + 1)) >= 0 ? 1 : 0;
      int exponent = i + 1 + sign;
      if (exponent >= input.length() || !Lexer.isDigit(input.charAt(exponent))) {
        return -1;
      }
      i = digits(input, exponent);
    }
    return i;
  }

  /// After a run of digits, in which single underscores may separate; -1 when they are misplaced.
  private static int digits(String input, int from) {
    int i = from;
    while (i < input.length()) {
      char c = input.charAt(i);
      if (c == '_') {
        if (i == from || i + 1 >= input.length() || !Lexer.isDigit(input.charAt(i + 1))) {
          return -1;
        }
      } else if (!Lexer.isDigit(c)) {
        break;
      }
      i++;
    }
    return i;
  }

  /// The end of the run of digits and units that starts at `from`, or -1. Whether the units make
  /// sense is for [#parseDuration(String)] to say.
  static int durationEnd(String input, int from) {
    int i = from;
    do {
      while (i < input.length() && Lexer.isDigit(input.charAt(i))) {
        i++;
      }
      if (i >= input.length() || "smhdwy".indexOf(input.charAt(i)) < 0) {
        return -1;
      }
      i++;
      if (i < input.length() && input.charAt(i) == 's') {
        i++;
      }
    } while (i < input.length() && Lexer.isDigit(input.charAt(i)));
    return i < input.length() && Lexer.isAlphaNumeric(input.charAt(i)) ? -1 : i;
  }

  /// Where to cut the text of an error about a bad number.
  static int badEnd(String input, int from) {
    int i = from;
    while (i < input.length()
        && (Lexer.isAlphaNumeric(input.charAt(i)) || input.charAt(i) == '.')) {
      i++;
    }
    return i;
  }

  private static boolean isHex(char c) {
    return Character.digit(c, 16) >= 0 && c <= 'f';
  }

  /// The value of a number literal: decimal, hexadecimal, octal (`0755`), `Inf`, `NaN`, with
  /// underscores.
  static OptionalDouble parseLiteral(String text) {
    String digits = text.replace("_", "");
    if (digits.regionMatches(true, 0, "0x", 0, 2)) {
      return OptionalDouble.of(new java.math.BigInteger(digits.substring(2), 16).doubleValue());
    }
    if (digits.length() > 1 && digits.charAt(0) == '0' && digits.matches("[0-7]+")) {
      return OptionalDouble.of(new java.math.BigInteger(digits, 8).doubleValue());
    }
    OptionalDouble value = parseFloat(digits);
    boolean overflow =
        value.isPresent()
            && Double.isInfinite(value.getAsDouble())
            && Lexer.isDigit(text.charAt(0));
    return overflow ? OptionalDouble.empty() : value;
  }

  /// A decimal number, or `inf`, `infinity`, `nan` in any case with an optional sign; nothing else.
  public static OptionalDouble parseFloat(String text) {
    String unsigned = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    double sign = text.startsWith("-") ? -1 : 1;
    switch (unsigned.toLowerCase(Locale.ROOT)) {
      case "inf", "infinity" -> {
        return OptionalDouble.of(sign * Double.POSITIVE_INFINITY);
      }
      case "nan" -> {
        return OptionalDouble.of(Double.NaN);
      }
      default -> {
        if (unsigned.isEmpty() || !unsigned.matches("[0-9]*\\.?[0-9]*([eE][+-]?[0-9]+)?")) {
          return OptionalDouble.empty();
        }
      }
    }
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /// Milliseconds of a duration such as `1h30m`.
  ///
  /// @throws IllegalArgumentException saying what is wrong: units must come in falling order, each
  ///   once
  public static long parseDuration(String text) {
    if (text.equals("0")) {
      return 0;
    }
    long total = 0;
    int next = 0;
    int at = 0;
    while (at < text.length()) {
      int digitsEnd = at;
      while (digitsEnd < text.length() && Lexer.isDigit(text.charAt(digitsEnd))) {
        digitsEnd++;
      }
      int unitEnd = digitsEnd;
      while (unitEnd < text.length() && !Lexer.isDigit(text.charAt(unitEnd))) {
        unitEnd++;
      }
      int unit = java.util.Arrays.asList(UNITS).indexOf(text.substring(digitsEnd, unitEnd));
      if (digitsEnd == at || unit < 0) {
        throw new IllegalArgumentException(
            digitsEnd == at || unitEnd == digitsEnd
                ? notDuration(text)
                : "unknown unit %s in duration %s"
                    .formatted(
                        Quoting.quote(text.substring(digitsEnd, unitEnd)), Quoting.quote(text)));
      }
      if (unit < next) {
        throw new IllegalArgumentException(notDuration(text));
      }
      next = unit + 1;
      total = add(total, text.substring(at, digitsEnd), UNIT_MILLIS[unit]);
      at = unitEnd;
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty duration string");
    }
    return total;
  }

  private static String notDuration(String text) {
    return "not a valid duration string: " + Quoting.quote(text);
  }

  private static long add(long total, String digits, long unitMillis) {
    try {
      long sum = Math.addExact(total, Math.multiplyExact(Long.parseLong(digits), unitMillis));
      if (sum <= Long.MAX_VALUE / 1_000_000) {
        return sum;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("duration out of range", e);
    }
    throw new IllegalArgumentException("duration out of range");
  }

  /// As [#parseDuration(String)] reads it; years, weeks only when nothing is left over.
  public static String formatDuration(long millis) {
    if (millis == 0) {
      return "0s";
    }
    StringBuilder out = new StringBuilder(millis < 0 ? "-" : "");
    long rest = Math.abs(millis);
    for (int i = 0; i < UNITS.length; i++) {
      boolean wholeOnly = UNITS[i].equals("y") || UNITS[i].equals("w") || UNITS[i].equals("d");
      if (rest >= UNIT_MILLIS[i] && (!wholeOnly || rest % UNIT_MILLIS[i] == 0)) {
        out.append(rest / UNIT_MILLIS[i]).append(UNITS[i]);
        rest %= UNIT_MILLIS[i];
      }
    }
    return out.toString();
  }

  /// The shortest decimal that reads back the same, never with an exponent; `+Inf`, `-Inf`, `NaN`.
  public static String plain(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return decimal.toPlainString();
  }

  /// The shortest decimal that reads back the same, with an exponent when that is below -4 or above
  /// 5.
  public static String general(double value) {
    return general(value, 6, Double.toString(value));
  }

  /// At most `digits` significant digits.
  public static String general(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return plain(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    return general(value, digits, rounded.toString());
  }

  private static String general(double value, int exponentLimit, String shortest) {
    if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
      return plain(value);
    }
    BigDecimal decimal = new BigDecimal(shortest).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < exponentLimit) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "")
        + mantissa
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
