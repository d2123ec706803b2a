package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.model.CorruptDataException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads what [BitWriter] wrote. Not thread-safe.
final class BitReader {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final long endBit;
  private long bit;

  private final ByteSource source;

  /// Over what is left of `source`.
  BitReader(ByteSource source) {
    this.source = source;
    this.bytes = source.array();
    this.bit = (long) source.position() << 3;
    this.endBit = (long) source.end() << 3;
  }

  /// The next `width` bits (0 to 64) as an unsigned number.
  long read(int width) {
    if (width == 0) {
      return 0;
    }
    if (width > endBit - bit) {
      throw new CorruptDataException("a chunk ends inside its bits");
    }
    int at = (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    bit += width;
    long value;
    if (at + 8 <= bytes.length) {
      value = (long) LONGS.get(bytes, at) >>> shift;
      if (shift + width > 64) {
        value |= (bytes[at + 8] & 0xffL) << (64 - shift);
      }
    } else {
      value = slowly(at, shift, width);
    }
    return width == 64 ? value : value & ((1L << width) - 1);
  }

  private long slowly(int at, int shift, int width) {
    long value = (bytes[at] & 0xffL) >>> shift;
    int have = 8 - shift;
    for (int next = at + 1; have < width; next++, have += 8) {
      value |= (bytes[next] & 0xffL) << have;
    }
    return value;
  }

  /// Moves the source to the first whole byte that was not read.
  void finish() {
    source.skip((int) ((bit + 7) >>> 3) - source.position());
  }
}
