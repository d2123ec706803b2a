package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.model.CorruptDataException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Numbers of one width behind each other, low bits first; the last byte is filled with zeros.
/// Numbers are found by their place, so that a processor works on several at once.
final class PackedBits {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// Widths up to this lie within eight bytes wherever they begin.
  private static final int ONE_LOAD = 57;

  private PackedBits() {}

  static int byteLength(int count, int width) {
    return (int) (((long) count * width + 7) >>> 3);
  }

  /// Writes the low `width` bits of `numbers[from, to)` less `base`.
  static void write(long[] numbers, int from, int to, long base, int width, ByteSink out) {
    if (width == 0) {
      return;
    }
    long mask = mask(width);
    long pending = 0;
    int bits = 0;
    for (int i = from; i < to; i++) {
      long number = (numbers[i] - base) & mask;
      pending |= number << bits;
      bits += width;
      if (bits >= 64) {
        out.u64(pending);
        bits -= 64;
        pending = bits == 0 ? 0 : number >>> (width - bits);
      }
    }
    for (; bits > 0; bits -= 8) {
      out.u8((int) pending);
      pending >>>= 8;
    }
  }

  /// Reads `count` numbers from `bytes[from, end)` and adds `base` to each.
  static void read(byte[] bytes, int from, int width, long base, long[] into, int at, int count) {
    if (width == 0) {
      Arrays.fill(into, at, at + count, base);
      return;
    }
    int whole = width <= ONE_LOAD ? loadable(bytes.length - from, width, count) : 0;
    int done = width <= 8 ? readBytes(bytes, from, width, base, into, at, whole) : 0;
    long mask = mask(width);
    int bit = done * width;
    for (int i = done; i < whole; i++) {
      into[at + i] = (((long) LONGS.get(bytes, from + (bit >>> 3)) >>> (bit & 7)) & mask) + base;
      bit += width;
    }
    for (int i = whole; i < count; i++) {
      into[at + i] = slowly(bytes, from, (long) i * width, width, mask) + base;
    }
  }

  /// Reads eight numbers with one load, as long as there are eight; how many were read.
  private static int readBytes(
      byte[] bytes, int from, int width, long base, long[] into, int at, int count) {
    long mask = mask(width);
    int end = at + (count & ~7);
    int start = from;
    for (int i = at; i < end; i += 8) {
      long word = (long) LONGS.get(bytes, start);
      into[i] = (word & mask) + base;
      into[i + 1] = ((word >>> width) & mask) + base;
      into[i + 2] = ((word >>> (2 * width)) & mask) + base;
      into[i + 3] = ((word >>> (3 * width)) & mask) + base;
      into[i + 4] = ((word >>> (4 * width)) & mask) + base;
      into[i + 5] = ((word >>> (5 * width)) & mask) + base;
      into[i + 6] = ((word >>> (6 * width)) & mask) + base;
      into[i + 7] = ((word >>> (7 * width)) & mask) + base;
      start += width;
    }
    return end - at;
  }

  /// How many of the first numbers lie in eight bytes that are all in the array.
  private static int loadable(int bytes, int width, int count) {
    long lastStart = bytes - 8L;
    return lastStart < 0 ? 0 : (int) Math.min(count, (lastStart * 8 + 7) / width + 1);
  }

  private static long slowly(byte[] bytes, int from, long bit, int width, long mask) {
    int at = from + (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    long value = (bytes[at] & 0xffL) >>> shift;
    int have = 8 - shift;
    for (int next = at + 1; have < width; next++, have += 8) {
      value |= (bytes[next] & 0xffL) << have;
    }
    return value & mask;
  }

  private static long mask(int width) {
    return width == 64 ? -1 : (1L << width) - 1;
  }

  /// Bits that an unsigned number needs.
  static int widthOf(long unsigned) {
    return 64 - Long.numberOfLeadingZeros(unsigned);
  }

  /// @throws CorruptDataException when it is none
  static int checkWidth(int width) {
    if (width > 64) {
      throw new CorruptDataException("a chunk has numbers of %d bits".formatted(width));
    }
    return width;
  }
}
