package io.mallwatch.metrics.tsdb.chunk;

/// Writes numbers of 0 to 64 bits after one another, low bits first. Not thread-safe.
final class BitWriter {

  /// Bits that hold the count of leading zeros and the length of an XOR window.
  static final int LEADING_BITS = 5;

  static final int LENGTH_BITS = 6;
  static final int MAX_LEADING = 31;

  private final ByteSink out;
  private long pending;
  private int pendingBits;

  BitWriter(ByteSink out) {
    this.out = out;
  }

  /// Writes the low `width` bits of `value`; the others must be zero.
  void write(long value, int width) {
    if (width > 32) {
      writeAtMost32(value & 0xffff_ffffL, 32);
      writeAtMost32(value >>> 32, width - 32);
    } else if (width > 0) {
      writeAtMost32(value, width);
    }
  }

  private void writeAtMost32(long value, int width) {
    pending |= value << pendingBits;
    pendingBits += width;
    while (pendingBits >= 8) {
      out.u8((int) pending);
      pending >>>= 8;
      pendingBits -= 8;
    }
  }

  /// Fills the last byte with zero bits.
  void flush() {
    if (pendingBits > 0) {
      out.u8((int) pending);
      pending = 0;
      pendingBits = 0;
    }
  }
}
