package io.mallwatch.metrics.ingest;

import io.mallwatch.model.Sample;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads decimal numbers from bytes, to the nearest double, without objects in all but rare cases:
/// up to 19 digits by the ways of Clinger and of Eisel and Lemire (arxiv.org/abs/2101.11408), the
/// rest by the JDK. What is a number is what Go's `strconv.ParseFloat` says, without hexadecimal
/// and underscores. Thread-safe.
public final class FloatParser {

  private static final int MIN_EXPONENT = -330;
  private static final int MAX_EXPONENT = 308;
  private static final int EXACT_DIGITS = 19;
  private static final long[] HIGH = new long[MAX_EXPONENT - MIN_EXPONENT + 1];
  private static final long[] LOW = new long[MAX_EXPONENT - MIN_EXPONENT + 1];
  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long EXACT_INTEGER = 1L << 53;

  static {
    // The first 128 bits of each power of ten, cut off.
    for (int exponent = MIN_EXPONENT; exponent <= MAX_EXPONENT; exponent++) {
      BigInteger power = BigInteger.TEN.pow(Math.abs(exponent));
      BigInteger bits;
      if (exponent >= 0) {
        int shift = power.bitLength() - 128;
        bits = shift >= 0 ? power.shiftRight(shift) : power.shiftLeft(-shift);
      } else {
        bits = BigInteger.ONE.shiftLeft(power.bitLength() + 127).divide(power);
        bits = bits.shiftRight(bits.bitLength() - 128);
      }
      HIGH[exponent - MIN_EXPONENT] = bits.shiftRight(64).longValue();
      LOW[exponent - MIN_EXPONENT] = bits.longValue();
    }
  }

  private FloatParser() {}

  /// The number that `bytes[from, to)` are; every NaN becomes the one that expressions compute.
  ///
  /// @throws NumberFormatException when it is none, or too large for a double
  public static double parse(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = false;
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
      negative = bytes[at++] == '-';
    }
    long digits = 0;
    int taken = 0; // digits without leading zeros
    int start = at;
    int b = 0;
    while (at < to && (b = bytes[at] - '0') >= 0 && b <= 9) {
      digits = digits * 10 + b;
      taken += digits != 0 || taken > 0 ? 1 : 0;
      at++;
    }
    int seen = at - start;
    int exponent = 0;
    if (at < to && bytes[at] == '.') {
      int point = ++at;
      while (at < to && (b = bytes[at] - '0') >= 0 && b <= 9) {
        digits = digits * 10 + b;
        taken += digits != 0 || taken > 0 ? 1 : 0;
        at++;
      }
      seen += at - point;
      exponent = point - at;
    }
    if (seen == 0) {
      return special(bytes, from, to);
    }
    if (at < to) {
      int written = exponent(bytes, at, to);
      if (written == Integer.MIN_VALUE) {
        throw notANumber(bytes, from, to);
      }
      exponent += written;
    }
    if (taken <= EXACT_DIGITS) {
      if (exponent == 0 && digits >= 0 && digits <= EXACT_INTEGER) {
        return negative ? -(double) digits : digits;
      }
      double value = scaled(digits, exponent);
      if (value >= 0) {
        return negative ? -value : value;
      }
    }
    return slow(bytes, from, to);
  }

  /// Reads `e` and a whole number up to `to`; `Integer.MIN_VALUE` when there is something else.
  private static int exponent(byte[] bytes, int from, int to) {
    int at = from;
    if (bytes[at] != 'e' && bytes[at] != 'E') {
      return Integer.MIN_VALUE;
    }
    at++;
    boolean negative = false;
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
      negative = bytes[at++] == '-';
    }
    if (at == to) {
      return Integer.MIN_VALUE;
    }
    int value = 0;
    for (; at < to; at++) {
      int b = bytes[at] - '0';
      if (b < 0 || b > 9) {
        return Integer.MIN_VALUE;
      }
      value = Math.min(value * 10 + b, 100_000);
    }
    return negative ? -value : value;
  }

  /// `digits * 10^exponent` rounded to the nearest double; negative when that takes more work.
  private static double scaled(long digits, int exponent) {
    if (digits == 0) {
      return 0;
    }
    if (digits > 0 && digits <= EXACT_INTEGER && exponent >= -22 && exponent <= 22) {
      return exponent < 0 ? digits / EXACT_POWERS[-exponent] : digits * EXACT_POWERS[exponent];
    }
    if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) {
      return -1;
    }
    return approximated(digits, exponent);
  }

  private static double approximated(long digits, int exponent) {
    int zeros = Long.numberOfLeadingZeros(digits);
    long mantissa = digits << zeros;
    long binary = ((217706L * exponent) >> 16) + 64 + 1023 - zeros;
    long powerHigh = HIGH[exponent - MIN_EXPONENT];
    long high = Math.unsignedMultiplyHigh(mantissa, powerHigh);
    long low = mantissa * powerHigh;
    if ((high & 0x1ff) == 0x1ff && Long.compareUnsigned(low + mantissa, mantissa) < 0) {
      long powerLow = LOW[exponent - MIN_EXPONENT];
      long carried = Math.unsignedMultiplyHigh(mantissa, powerLow);
      long lowest = mantissa * powerLow;
      long merged = low + carried;
      if (Long.compareUnsigned(merged, low) < 0) {
        high++;
      }
      if ((high & 0x1ff) == 0x1ff
          && merged == -1
          && Long.compareUnsigned(lowest + mantissa, mantissa) < 0) {
        return -1;
      }
      low = merged;
    }
    long top = high >>> 63;
    long result = high >>> (top + 9);
    binary -= 1 ^ top;
    if (low == 0 && (high & 0x1ff) == 0 && (result & 3) == 1) {
      return -1; // half-way between two doubles, perhaps
    }
    result += result & 1;
    result >>>= 1;
    if (result >>> 53 != 0) {
      result >>>= 1;
      binary++;
    }
    if (binary <= 0 || binary >= 0x7ff) {
      return -1; // subnormal, or too large
    }
    return Double.longBitsToDouble(binary << 52 | (result & (1L << 52) - 1));
  }

  private static double slow(byte[] bytes, int from, int to) {
    double value =
        Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    if (Double.isInfinite(value)) {
      throw notANumber(bytes, from, to);
    }
    return value;
  }

  private static double special(byte[] bytes, int from, int to) {
    if (to - from > 9) {
      throw notANumber(bytes, from, to);
    }
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.longBitsToDouble(Sample.NORMAL_NAN_BITS);
      default -> throw notANumber(bytes, from, to);
    };
  }

  private static NumberFormatException notANumber(byte[] bytes, int from, int to) {
    int shown = Math.min(to - from, 40);
    return new NumberFormatException(new String(bytes, from, shown, StandardCharsets.UTF_8));
  }
}
