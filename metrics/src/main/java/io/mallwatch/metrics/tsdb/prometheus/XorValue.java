package io.mallwatch.metrics.tsdb.prometheus;

import io.mallwatch.model.CorruptDataException;

/// A double that is stored as the bits in which it differs from the one before, and the window in
/// which those lie. Not thread-safe.
final class XorValue {

  private static final int LEADING_BITS = 5;
  private static final int LENGTH_BITS = 6;

  private long bits;
  private int leading;
  private int length;

  void set(double value) {
    bits = Double.doubleToRawLongBits(value);
  }

  double value() {
    return Double.longBitsToDouble(bits);
  }

  /// Reads the next value: `0` the same, `10` in the window before, `11` in a new window.
  void next(BitStream in) {
    if (in.bit() == 1) {
      if (in.bit() == 1) {
        readWindow(in);
      }
      change(in);
    }
  }

  void readWindow(BitStream in) {
    leading = (int) in.bits(LEADING_BITS);
    length = (int) in.bits(LENGTH_BITS);
    if (length == 0) {
      length = 64;
    }
    if (leading + length > 64) {
      throw new CorruptDataException("a chunk has a bad XOR window");
    }
  }

  void change(BitStream in) {
    // a window that was never set is all 64 bits
    int used = length == 0 ? 64 : length;
    bits ^= in.bits(used) << (64 - leading - used);
  }
}
