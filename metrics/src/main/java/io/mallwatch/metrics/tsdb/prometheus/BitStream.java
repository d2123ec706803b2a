package io.mallwatch.metrics.tsdb.prometheus;

import io.mallwatch.model.CorruptDataException;

/// Reads bits as Prometheus writes them: high bits first. Not thread-safe.
final class BitStream {

  private final byte[] bytes;
  private final long end;
  private long at;

  /// Over `bytes[from, to)`.
  BitStream(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = (long) from << 3;
    this.end = (long) to << 3;
  }

  int bit() {
    if (at >= end) {
      throw new CorruptDataException("a chunk ends inside its bits");
    }
    int bit = (bytes[(int) (at >>> 3)] >>> (7 - (int) (at & 7))) & 1;
    at++;
    return bit;
  }

  /// The next `count` bits, 0 to 64.
  long bits(int count) {
    if (count > end - at) {
      throw new CorruptDataException("a chunk ends inside its bits");
    }
    long value = 0;
    int left = count;
    while (left > 0) {
      int inByte = 8 - (int) (at & 7);
      int take = Math.min(left, inByte);
      int part = ((bytes[(int) (at >>> 3)] & 0xff) >>> (inByte - take)) & ((1 << take) - 1);
      value = (value << take) | part;
      at += take;
      left -= take;
    }
    return value;
  }

  /// The next `count` bits as a number in two's complement whose lowest value stands for the
  /// highest, as most of Prometheus's encodings have it.
  long signed(int count) {
    long value = bits(count);
    return count < 64 && value > 1L << (count - 1) ? value - (1L << count) : value;
  }

  double number() {
    return Double.longBitsToDouble(bits(64));
  }

  /// How many 1 bits come before the next 0, which is read too; at most `most`, without a 0 then.
  int ones(int most) {
    int ones = 0;
    while (ones < most && bit() == 1) {
      ones++;
    }
    return ones;
  }

  /// Seven bits a byte, low bits first.
  long uvarint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      long b = bits(8);
      value |= (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new CorruptDataException("a number is longer than 10 bytes");
  }

  long varint() {
    long raw = uvarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /// A signed number in 1 to 72 bits, small ones shorter.
  long varbit() {
    int size = varbitSize();
    return size == 0 ? 0 : signed(size);
  }

  /// An unsigned number in 1 to 72 bits, small ones shorter.
  long unsignedVarbit() {
    return bits(varbitSize());
  }

  private int varbitSize() {
    return switch (ones(8)) {
      case 0 -> 0;
      case 1 -> 3;
      case 2 -> 6;
      case 3 -> 9;
      case 4 -> 12;
      case 5 -> 18;
      case 6 -> 25;
      case 7 -> 56;
      default -> 64;
    };
  }
}
