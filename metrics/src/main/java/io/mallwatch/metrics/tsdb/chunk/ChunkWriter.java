package io.mallwatch.metrics.tsdb.chunk;

/// Turns samples into the smallest of a few encodings; each gives back the same bits, NaN payloads
/// and -0.0 included.
///
/// Times: a constant step, or frame-of-reference deltas. Values: one constant; or, when all are
/// short decimals ([Decimals]), integers packed as they are or as deltas, frame-of-reference; else
/// XOR with the value before. Picture: `docs/formats/metrics.md`.
public final class ChunkWriter {

  /// Most samples in one chunk.
  public static final int MAX_SAMPLES = 240;

  static final int TIME_STEP = 0;
  static final int TIME_DELTAS = 1;
  static final int VALUE_CONSTANT = 0;
  static final int VALUE_DECIMAL = 1;
  static final int VALUE_DECIMAL_DELTAS = 2;
  static final int VALUE_XOR = 3;

  /// Bits that hold the count of leading zeros and the length of an XOR window.
  static final int LEADING_BITS = 5;

  static final int LENGTH_BITS = 6;
  static final int MAX_LEADING = 31;

  private ChunkWriter() {}

  /// The samples `[from, to)` of `samples`, which are in strict time order, as one chunk.
  public static Chunk write(SampleBuffer samples, int from, int to) {
    int count = to - from;
    if (count < 1 || count > MAX_SAMPLES) {
      throw new IllegalArgumentException(count + " samples do not make a chunk");
    }
    ByteSink out = new ByteSink(32 + count * 2);
    out.varint(count);
    writeTimes(samples, from, to, out);
    writeValues(samples, from, to, out);
    return new Chunk(samples.timestamp(from), samples.timestamp(to - 1), count, out.toByteArray());
  }

  private static void writeTimes(SampleBuffer samples, int from, int to, ByteSink out) {
    out.zigzag(samples.timestamp(from));
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = from + 1; i < to; i++) {
      long delta = samples.timestamp(i) - samples.timestamp(i - 1);
      min = Math.min(min, delta);
      max = Math.max(max, delta);
    }
    if (to - from == 1 || min == max) {
      out.u8(TIME_STEP).varint(to - from == 1 ? 0 : min);
      return;
    }
    int width = widthOf(max - min);
    out.u8(TIME_DELTAS).varint(min).u8(width);
    BitWriter bits = new BitWriter(out);
    for (int i = from + 1; i < to; i++) {
      bits.write(samples.timestamp(i) - samples.timestamp(i - 1) - min, width);
    }
    bits.flush();
  }

  private static void writeValues(SampleBuffer samples, int from, int to, ByteSink out) {
    if (isConstant(samples, from, to)) {
      out.u8(VALUE_CONSTANT).u64(Double.doubleToRawLongBits(samples.value(from)));
      return;
    }
    int exponent = commonExponent(samples, from, to);
    if (exponent < 0) {
      writeXor(samples, from, to, out);
    } else {
      writeDecimals(samples, from, to, exponent, out);
    }
  }

  private static boolean isConstant(SampleBuffer samples, int from, int to) {
    long first = Double.doubleToRawLongBits(samples.value(from));
    for (int i = from + 1; i < to; i++) {
      if (Double.doubleToRawLongBits(samples.value(i)) != first) {
        return false;
      }
    }
    return true;
  }

  private static int commonExponent(SampleBuffer samples, int from, int to) {
    int exponent = 0;
    for (int i = from; i < to && exponent >= 0; i++) {
      exponent = Decimals.exponent(samples.value(i), exponent);
    }
    for (int i = from; i < to && exponent > 0; i++) {
      if (!Decimals.fits(samples.value(i), exponent)) {
        return -1;
      }
    }
    return exponent;
  }

  private static void writeDecimals(
      SampleBuffer samples, int from, int to, int exponent, ByteSink out) {
    long[] integers = new long[to - from];
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    long minDelta = Long.MAX_VALUE;
    long maxDelta = Long.MIN_VALUE;
    for (int i = 0; i < integers.length; i++) {
      integers[i] = Decimals.toInteger(samples.value(from + i), exponent);
      min = Math.min(min, integers[i]);
      max = Math.max(max, integers[i]);
      if (i > 0) {
        minDelta = Math.min(minDelta, integers[i] - integers[i - 1]);
        maxDelta = Math.max(maxDelta, integers[i] - integers[i - 1]);
      }
    }
    int width = widthOf(max - min);
    int deltaWidth = widthOf(maxDelta - minDelta);
    BitWriter bits = new BitWriter(out);
    if (width <= deltaWidth) {
      out.u8(VALUE_DECIMAL).u8(exponent).zigzag(min).u8(width);
      for (long integer : integers) {
        bits.write(integer - min, width);
      }
    } else {
      out.u8(VALUE_DECIMAL_DELTAS).u8(exponent).zigzag(integers[0]).zigzag(minDelta);
      out.u8(deltaWidth);
      for (int i = 1; i < integers.length; i++) {
        bits.write(integers[i] - integers[i - 1] - minDelta, deltaWidth);
      }
    }
    bits.flush();
  }

  /// The idea of Gorilla (Pelkonen and others, VLDB 2015): only the bits that changed.
  private static void writeXor(SampleBuffer samples, int from, int to, ByteSink out) {
    long before = Double.doubleToRawLongBits(samples.value(from));
    out.u8(VALUE_XOR).u64(before);
    BitWriter bits = new BitWriter(out);
    int windowLeading = -1;
    int windowLength = 0;
    for (int i = from + 1; i < to; i++) {
      long now = Double.doubleToRawLongBits(samples.value(i));
      long changed = now ^ before;
      before = now;
      if (changed == 0) {
        bits.write(0, 1);
        continue;
      }
      int leading = Math.min(MAX_LEADING, Long.numberOfLeadingZeros(changed));
      int length = 64 - leading - Long.numberOfTrailingZeros(changed);
      int windowEnd = windowLeading + windowLength;
      if (windowLeading >= 0 && leading >= windowLeading && leading + length <= windowEnd) {
        bits.write(0b01, 2);
      } else {
        windowLeading = leading;
        windowLength = length;
        bits.write(0b11, 2);
        bits.write(leading, LEADING_BITS);
        bits.write(length - 1, LENGTH_BITS);
      }
      bits.write(changed >>> (64 - windowLeading - windowLength), windowLength);
    }
    bits.flush();
  }

  private static int widthOf(long unsigned) {
    return 64 - Long.numberOfLeadingZeros(unsigned);
  }
}
