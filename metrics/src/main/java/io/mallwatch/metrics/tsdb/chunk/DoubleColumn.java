package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.model.CorruptDataException;
import java.util.Arrays;

/// A column of doubles in the smallest of a few encodings; each gives back the same bits, NaN
/// payloads and -0.0 included. Numbers that are short decimals but for a few become integers; the
/// few (mostly the staleness marker at the end) lie aside. Others are kept by their bits, as
/// differences or XOR with the one before.
///
/// An object holds scratch room for writing; not thread-safe. Reading is static.
final class DoubleColumn {

  static final int CONSTANT = 0;
  static final int DECIMAL = 1;
  static final int DECIMAL_DELTAS = 2;
  static final int BIT_DELTAS = 3;
  static final int XOR = 4;

  private static final int ENCODING = 0x07;
  private static final int EXCEPTIONS = 0x08;
  private static final int EXPONENT_SHIFT = 4;

  private final LongColumn column = new LongColumn();
  private final long[] numbers = new long[LongColumn.MAX];
  private final long[] deltas = new long[LongColumn.MAX];
  private final int[] odd = new int[LongColumn.MAX];
  private final ByteSink other = new ByteSink(LongColumn.MAX * 8);
  private int oddCount;

  /// Writes `values[from, to)`, 1 to [LongColumn#MAX] of them.
  void write(double[] values, int from, int to, ByteSink out) {
    int exponent = toDecimals(values, from, to);
    if (exponent >= 0) {
      writeDecimals(values, from, to, exponent, out);
    } else if (isConstant(values, from, to)) {
      out.u8(CONSTANT).u64(Double.doubleToRawLongBits(values[from]));
    } else {
      writeBits(values, from, to, out);
    }
  }

  private static boolean isConstant(double[] values, int from, int to) {
    long first = Double.doubleToRawLongBits(values[from]);
    for (int i = from + 1; i < to; i++) {
      if (Double.doubleToRawLongBits(values[i]) != first) {
        return false;
      }
    }
    return true;
  }

  /// Finds the exponent with which all but a few values are integers, puts those into `numbers` and
  /// the places of the few into `odd`; -1 when they are not few.
  private int toDecimals(double[] values, int from, int to) {
    int allowed = (to - from) / 16 + ((to - from) > 2 ? 1 : 0);
    int exponent = 0;
    double power = 1;
    oddCount = 0;
    for (int i = from; i < to; i++) {
      double value = values[i];
      double scaled = Math.rint(value * power);
      // false for NaN as well; adding 0.0 takes the sign off -0.0, which is no integer
      if (Math.abs(scaled) < Decimals.LIMIT
          && Double.doubleToRawLongBits((scaled + 0.0) / power)
              == Double.doubleToRawLongBits(value)) {
        numbers[i - from] = (long) scaled;
        continue;
      }
      int more = Decimals.exponent(value, exponent + 1);
      if (more >= 0) {
        exponent = more;
        power = Decimals.power(more);
        oddCount = 0;
        i = from - 1;
      } else if (oddCount == allowed) {
        return -1;
      } else {
        odd[oddCount++] = i - from;
      }
    }
    return exponent;
  }

  private void fillOdd() {
    int regular = 0;
    while (regular < oddCount && odd[regular] == regular) {
      regular++;
    }
    for (int i = 0; i < oddCount; i++) {
      numbers[odd[i]] = odd[i] < regular ? numbers[regular] : numbers[odd[i] - 1];
    }
  }

  private void writeDecimals(double[] values, int from, int to, int exponent, ByteSink out) {
    int count = to - from;
    fillOdd();
    int head = (exponent << EXPONENT_SHIFT) | (oddCount > 0 ? EXCEPTIONS : 0);
    boolean asDeltas = deltasAreSmaller(count);
    out.u8(head | (asDeltas ? DECIMAL_DELTAS : DECIMAL));
    if (oddCount > 0) {
      out.u8(oddCount);
      for (int i = 0; i < oddCount; i++) {
        out.u8(odd[i]).u64(Double.doubleToRawLongBits(values[from + odd[i]]));
      }
    }
    if (asDeltas) {
      out.zigzag(numbers[0]);
      column.write(deltas, 1, count, out);
    } else {
      column.write(numbers, 0, count, out);
    }
  }

  /// Plans the smaller of both.
  private boolean deltasAreSmaller(int count) {
    long min = numbers[0];
    long max = numbers[0];
    long minDelta = Long.MAX_VALUE;
    long maxDelta = Long.MIN_VALUE;
    for (int i = 1; i < count; i++) {
      min = Math.min(min, numbers[i]);
      max = Math.max(max, numbers[i]);
      deltas[i] = numbers[i] - numbers[i - 1];
      minDelta = Math.min(minDelta, deltas[i]);
      maxDelta = Math.max(maxDelta, deltas[i]);
    }
    if (max - min > 1 && max - min > maxDelta - minDelta) {
      column.plan(deltas, 1, count);
      return true;
    }
    int plain = column.plan(numbers, 0, count);
    if (max - min <= 1) {
      return false;
    }
    int first = LongColumn.varintLength(LongColumn.zigzag(numbers[0]));
    if (column.plan(deltas, 1, count) + first < plain) {
      return true;
    }
    column.plan(numbers, 0, count);
    return false;
  }

  private void writeBits(double[] values, int from, int to, ByteSink out) {
    int count = to - from;
    for (int i = 0; i < count; i++) {
      numbers[i] = Double.doubleToRawLongBits(values[from + i]);
      deltas[i] = i == 0 ? 0 : numbers[i] - numbers[i - 1];
    }
    other.reset(0);
    writeXor(count, other);
    if (column.plan(deltas, 1, count) + 8 <= other.size()) {
      out.u8(BIT_DELTAS).u64(numbers[0]);
      column.write(deltas, 1, count, out);
    } else {
      out.u8(XOR).bytes(other.array(), 0, other.size());
    }
  }

  /// The idea of Gorilla (Pelkonen and others, VLDB 2015): only the bits that changed.
  private void writeXor(int count, ByteSink out) {
    out.u64(numbers[0]);
    BitWriter bits = new BitWriter(out);
    int windowLeading = -1;
    int windowLength = 0;
    for (int i = 1; i < count; i++) {
      long changed = numbers[i] ^ numbers[i - 1];
      if (changed == 0) {
        bits.write(0, 1);
        continue;
      }
      int leading = Math.min(BitWriter.MAX_LEADING, Long.numberOfLeadingZeros(changed));
      int length = 64 - leading - Long.numberOfTrailingZeros(changed);
      int windowEnd = windowLeading + windowLength;
      if (windowLeading >= 0 && leading >= windowLeading && leading + length <= windowEnd) {
        bits.write(0b01, 2);
      } else {
        windowLeading = leading;
        windowLength = length;
        bits.write(0b11, 2);
        bits.write(leading, BitWriter.LEADING_BITS);
        bits.write(length - 1, BitWriter.LENGTH_BITS);
      }
      bits.write(changed >>> (64 - windowLeading - windowLength), windowLength);
    }
    bits.flush();
  }

  /// Reads `count` numbers into `into` from index `at` on.
  ///
  /// @param scratch what it holds from index `at` on is overwritten
  /// @throws CorruptDataException when the bytes make no sense
  static void read(ByteSource in, double[] into, long[] scratch, int at, int count) {
    int head = in.u8();
    int odd = 0;
    int patches = in.position();
    if ((head & EXCEPTIONS) != 0) {
      odd = in.u8();
      patches = in.position();
      in.skip(odd * 9);
    }
    int exponent = head >>> EXPONENT_SHIFT;
    switch (head & ENCODING) {
      case CONSTANT -> Arrays.fill(into, at, at + count, Double.longBitsToDouble(in.u64()));
      case DECIMAL -> {
        LongColumn.read(in, scratch, at, count);
        toDoubles(scratch, into, at, count, exponent);
      }
      case DECIMAL_DELTAS -> {
        readDeltas(in, in.zigzag(), scratch, at, count);
        toDoubles(scratch, into, at, count, exponent);
      }
      case BIT_DELTAS -> {
        readDeltas(in, in.u64(), scratch, at, count);
        for (int i = at; i < at + count; i++) {
          into[i] = Double.longBitsToDouble(scratch[i]);
        }
      }
      case XOR -> readXor(in, into, at, count);
      default -> throw new CorruptDataException("a chunk has an unknown value encoding");
    }
    for (int i = 0; i < odd; i++, patches += 9) {
      int place = in.array()[patches] & 0xff;
      if (place >= count) {
        throw new CorruptDataException("a chunk has an exception outside its values");
      }
      into[at + place] = Double.longBitsToDouble(ByteSource.u64(in.array(), patches + 1));
    }
  }

  private static void readDeltas(ByteSource in, long first, long[] scratch, int at, int count) {
    LongColumn.read(in, scratch, at + 1, count - 1);
    long number = first;
    scratch[at] = first;
    for (int i = at + 1; i < at + count; i++) {
      number += scratch[i];
      scratch[i] = number;
    }
  }

  private static void toDoubles(long[] numbers, double[] into, int at, int count, int exponent) {
    if (exponent == 0) {
      for (int i = at; i < at + count; i++) {
        into[i] = numbers[i];
      }
    } else {
      double power = Decimals.power(exponent);
      for (int i = at; i < at + count; i++) {
        into[i] = numbers[i] / power;
      }
    }
  }

  private static void readXor(ByteSource in, double[] into, int at, int count) {
    long now = in.u64();
    into[at] = Double.longBitsToDouble(now);
    BitReader bits = new BitReader(in);
    int leading = 0;
    int length = 0;
    for (int i = 1; i < count; i++) {
      if (bits.read(1) == 1) {
        if (bits.read(1) == 1) {
          leading = (int) bits.read(BitWriter.LEADING_BITS);
          length = (int) bits.read(BitWriter.LENGTH_BITS) + 1;
        }
        if (length == 0 || leading + length > 64) {
          throw new CorruptDataException("a chunk has a bad XOR window");
        }
        now ^= bits.read(length) << (64 - leading - length);
      }
      into[at + i] = Double.longBitsToDouble(now);
    }
    bits.finish();
  }
}
