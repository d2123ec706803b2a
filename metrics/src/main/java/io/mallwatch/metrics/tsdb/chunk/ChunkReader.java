package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.model.CorruptDataException;

/// Reads what [ChunkWriter] wrote.
public final class ChunkReader {

  private ChunkReader() {}

  /// Adds all samples of the chunk in `bytes[from, to)` to `out`.
  ///
  /// @throws CorruptDataException when the bytes make no sense
  public static void read(byte[] bytes, int from, int to, SampleBuffer out) {
    ByteSource in = new ByteSource(bytes, from, to);
    int count = in.count(ChunkWriter.MAX_SAMPLES);
    if (count == 0) {
      throw new CorruptDataException("a chunk has no samples");
    }
    long[] times = new long[count];
    double[] values = new double[count];
    readTimes(in, bytes, to, times);
    switch (in.u8()) {
      case ChunkWriter.VALUE_CONSTANT ->
          java.util.Arrays.fill(values, Double.longBitsToDouble(in.u64()));
      case ChunkWriter.VALUE_DECIMAL -> readDecimals(in, bytes, to, values);
      case ChunkWriter.VALUE_DECIMAL_DELTAS -> readDecimalDeltas(in, bytes, to, values);
      case ChunkWriter.VALUE_XOR -> readXor(in, bytes, to, values);
      default -> throw new CorruptDataException("a chunk has an unknown value encoding");
    }
    for (int i = 0; i < count; i++) {
      out.add(times[i], values[i]);
    }
  }

  /// Adds the samples of the chunk in `bytes[from, to)` whose time is in `[minMillis, maxMillis]`.
  public static void read(
      byte[] bytes, int from, int to, long minMillis, long maxMillis, SampleBuffer out) {
    int start = out.size();
    read(bytes, from, to, out);
    out.keepRange(start, minMillis, maxMillis);
  }

  private static void readTimes(ByteSource in, byte[] bytes, int end, long[] times) {
    times[0] = in.zigzag();
    switch (in.u8()) {
      case ChunkWriter.TIME_STEP -> {
        long step = in.varint();
        for (int i = 1; i < times.length; i++) {
          times[i] = times[i - 1] + step;
        }
      }
      case ChunkWriter.TIME_DELTAS -> {
        long min = in.varint();
        int width = width(in);
        BitReader bits = new BitReader(bytes, in.position(), end);
        for (int i = 1; i < times.length; i++) {
          times[i] = times[i - 1] + min + bits.read(width);
        }
        in.skip(bits.bytePosition() - in.position());
      }
      default -> throw new CorruptDataException("a chunk has an unknown time encoding");
    }
  }

  private static void readDecimals(ByteSource in, byte[] bytes, int end, double[] values) {
    int exponent = exponent(in);
    long min = in.zigzag();
    int width = width(in);
    BitReader bits = new BitReader(bytes, in.position(), end);
    for (int i = 0; i < values.length; i++) {
      values[i] = Decimals.toDouble(min + bits.read(width), exponent);
    }
  }

  private static void readDecimalDeltas(ByteSource in, byte[] bytes, int end, double[] values) {
    int exponent = exponent(in);
    long integer = in.zigzag();
    long min = in.zigzag();
    int width = width(in);
    BitReader bits = new BitReader(bytes, in.position(), end);
    values[0] = Decimals.toDouble(integer, exponent);
    for (int i = 1; i < values.length; i++) {
      integer += min + bits.read(width);
      values[i] = Decimals.toDouble(integer, exponent);
    }
  }

  private static void readXor(ByteSource in, byte[] bytes, int end, double[] values) {
    long now = in.u64();
    values[0] = Double.longBitsToDouble(now);
    BitReader bits = new BitReader(bytes, in.position(), end);
    int leading = 0;
    int length = 0;
    for (int i = 1; i < values.length; i++) {
      if (bits.read(1) == 1) {
        if (bits.read(1) == 1) {
          leading = (int) bits.read(ChunkWriter.LEADING_BITS);
          length = (int) bits.read(ChunkWriter.LENGTH_BITS) + 1;
        }
        if (length == 0 || leading + length > 64) {
          throw new CorruptDataException("a chunk has a bad XOR window");
        }
        now ^= bits.read(length) << (64 - leading - length);
      }
      values[i] = Double.longBitsToDouble(now);
    }
  }

  private static int width(ByteSource in) {
    int width = in.u8();
    if (width > 64) {
      throw new CorruptDataException("a chunk has numbers of %d bits".formatted(width));
    }
    return width;
  }

  private static int exponent(ByteSource in) {
    int exponent = in.u8();
    if (exponent > Decimals.MAX_EXPONENT) {
      throw new CorruptDataException("a chunk has exponent %d".formatted(exponent));
    }
    return exponent;
  }
}
