package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.model.CorruptDataException;

/// Doubles that are short decimals, held as an integer and a power of ten. Dividing by a power of
/// ten up to 10^22 is correctly rounded, so the way back gives the same bits.
public final class Decimals {

  /// Largest exponent tried.
  public static final int MAX_EXPONENT = 14;

  /// Integers beyond this are not exact in a double.
  static final double LIMIT = 0x1p53;

  private static final double[] POWERS = new double[MAX_EXPONENT + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Decimals() {}

  /// The smallest exponent from `from` on with which `value` becomes an integer and comes back bit
  /// for bit; -1 when there is none (NaN, infinities, -0.0, long fractions).
  public static int exponent(double value, int from) {
    for (int exponent = from; exponent <= MAX_EXPONENT; exponent++) {
      double scaled = value * POWERS[exponent];
      if (!(Math.abs(scaled) < LIMIT)) {
        return -1;
      }
      if (Double.doubleToRawLongBits(toDouble(Math.round(scaled), exponent))
          == Double.doubleToRawLongBits(value)) {
        return exponent;
      }
    }
    return -1;
  }

  /// Whether `value` comes back bit for bit from [#toInteger(double, int)] with this exponent.
  public static boolean fits(double value, int exponent) {
    double scaled = value * POWERS[exponent];
    return Math.abs(scaled) < LIMIT
        && Double.doubleToRawLongBits(toDouble(Math.round(scaled), exponent))
            == Double.doubleToRawLongBits(value);
  }

  public static long toInteger(double value, int exponent) {
    return Math.round(value * POWERS[exponent]);
  }

  static double power(int exponent) {
    if (exponent > MAX_EXPONENT) {
      throw new CorruptDataException("a chunk has exponent %d".formatted(exponent));
    }
    return POWERS[exponent];
  }

  public static double toDouble(long integer, int exponent) {
    return integer / POWERS[exponent];
  }
}
