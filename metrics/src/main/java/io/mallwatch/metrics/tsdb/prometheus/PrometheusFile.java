package io.mallwatch.metrics.tsdb.prometheus;

import io.mallwatch.model.CorruptDataException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// A mapped file of big-endian numbers, read from a place that moves. Not thread-safe.
final class PrometheusFile {

  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Path path;
  private final MemorySegment bytes;
  private long at;

  private PrometheusFile(Path path, MemorySegment bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /// Maps `path` as long as `arena` lives.
  static PrometheusFile map(Path path, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return new PrometheusFile(
          path, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    }
  }

  long size() {
    return bytes.byteSize();
  }

  long position() {
    return at;
  }

  PrometheusFile seek(long position) {
    if (position < 0 || position > bytes.byteSize()) {
      throw corrupt();
    }
    at = position;
    return this;
  }

  int u8() {
    need(1);
    return bytes.get(ValueLayout.JAVA_BYTE, at++) & 0xff;
  }

  int u32() {
    need(4);
    at += 4;
    return bytes.get(U32, at - 4);
  }

  long u64() {
    need(8);
    at += 8;
    return bytes.get(U64, at - 8);
  }

  long uvarint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      long b = u8();
      value |= (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw corrupt();
  }

  long varint() {
    long raw = uvarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  String text() {
    return new String(take(uvarint()), StandardCharsets.UTF_8);
  }

  byte[] take(long length) {
    need(length);
    if (length > Integer.MAX_VALUE - 16) {
      throw corrupt();
    }
    byte[] copy = bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    at += length;
    return copy;
  }

  /// Checks the checksum that stands at `end` against the bytes from `start` on.
  void verify(long start, long end) {
    if (start < 0 || end < start || end > bytes.byteSize() - 4) {
      throw corrupt();
    }
    CRC32C crc = new CRC32C();
    for (long from = start; from < end; from += 1 << 30) {
      crc.update(bytes.asSlice(from, Math.min(1 << 30, end - from)).asByteBuffer());
    }
    if ((int) crc.getValue() != bytes.get(U32, end)) {
      throw new CorruptDataException("wrong checksum in %s at %d".formatted(path, start));
    }
  }

  private void need(long length) {
    if (length < 0 || length > bytes.byteSize() - at) {
      throw corrupt();
    }
  }

  CorruptDataException corrupt() {
    return new CorruptDataException("%s makes no sense at %d".formatted(path, at));
  }
}
