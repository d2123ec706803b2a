package io.mallwatch.doors.prometheus.format;

import java.math.BigInteger;

/// The fewest decimal digits that read back to the same number, found without objects: made once,
/// asked again and again. Not thread-safe.
///
/// Source: Raffaello Giulietti, "The Schubfach way to render doubles" (2021).
final class ShortestDecimal {

  private static final int MIN_POWER = -324;
  private static final int MAX_POWER = 292;
  private static final long MASK_63 = Long.MAX_VALUE;
  private static final int FRACTION_BITS = 52;
  private static final long HIDDEN_BIT = 1L << FRACTION_BITS;

  /// For each power k two words of 63 bits: `10^-k`, scaled to 126 bits and rounded up.
  private static final long[] POWERS = powers();

  private long digits;
  private int exponent;

  private static long[] powers() {
    long[] words = new long[2 * (MAX_POWER - MIN_POWER + 1)];
    for (int k = MIN_POWER; k <= MAX_POWER; k++) {
      BigInteger scaled = scaled(-k).add(BigInteger.ONE);
      int at = 2 * (k - MIN_POWER);
      words[at] = scaled.shiftRight(63).longValueExact();
      words[at + 1] = scaled.and(BigInteger.valueOf(MASK_63)).longValueExact();
    }
    return words;
  }

  /// `10^power` times the power of two that makes it 126 bits long, rounded down.
  private static BigInteger scaled(int power) {
    BigInteger ten = BigInteger.TEN.pow(Math.abs(power));
    if (power < 0) {
      return BigInteger.ONE.shiftLeft(125 + ten.bitLength()).divide(ten);
    }
    return ten.shiftRight(ten.bitLength() - 126);
  }

  /// Finds the digits of the size of `value`, which is finite and not 0. Then it is [#digits()]
  /// times ten to the power of [#exponent()].
  void find(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & (HIDDEN_BIT - 1);
    int biased = (int) (bits >>> FRACTION_BITS) & 0x7ff;
    if (biased == 0) {
      find(-1074, fraction);
    } else {
      find(biased - 1075, HIDDEN_BIT | fraction);
    }
    strip();
  }

  private void find(int q, long c) {
    // Just above a power of two the gap below is half of that above.
    boolean regular = c != HIDDEN_BIT || q == -1074;
    long middle = c << 2;
    long low = regular ? middle - 2 : middle - 1;
    int k = (int) ((q * 661_971_961_083L - (regular ? 0 : 274_743_187_321L)) >> 41);
    int shift = q + (int) ((-k * 913_124_641_741L) >> 38) + 2;
    int at = 2 * (k - MIN_POWER);
    long high = POWERS[at];
    long rest = POWERS[at + 1];
    long at4 = roundToOdd(high, rest, middle << shift);
    long below = roundToOdd(high, rest, low << shift) + (c & 1);
    long above = roundToOdd(high, rest, (middle + 2) << shift) - (c & 1);
    long floor = at4 >> 2;
    exponent = k;
    if (floor >= 10) {
      long tens = floor / 10 * 10;
      boolean down = below <= tens << 2;
      boolean up = (tens + 10) << 2 <= above;
      if (down != up) {
        digits = down ? tens : tens + 10;
        return;
      }
    }
    boolean down = below <= floor << 2;
    boolean up = (floor + 1) << 2 <= above;
    if (down != up) {
      digits = down ? floor : floor + 1;
      return;
    }
    long half = at4 - (floor * 4 + 2);
    digits = half < 0 || (half == 0 && (floor & 1) == 0) ? floor : floor + 1;
  }

  private static long roundToOdd(long high, long rest, long factor) {
    long carried = Math.multiplyHigh(rest, factor);
    long low = high * factor;
    long top = Math.multiplyHigh(high, factor);
    long sum = (low >>> 1) + carried;
    return (top + (sum >>> 63)) | (((sum & MASK_63) + MASK_63) >>> 63);
  }

  private void strip() {
    while (digits % 10_000 == 0) {
      digits /= 10_000;
      exponent += 4;
    }
    while (digits % 10 == 0) {
      digits /= 10;
      exponent++;
    }
  }

  /// A whole number that does not end with 0.
  long digits() {
    return digits;
  }

  /// Power of ten that the digits are multiplied by.
  int exponent() {
    return exponent;
  }
}
