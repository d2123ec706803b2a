package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.model.CorruptDataException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads what [ByteSink] wrote; bounds are checked always and bad bytes throw
/// [CorruptDataException]. Not thread-safe.
public final class ByteSource {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int at;

  /// Over `bytes[from, to)`.
  public ByteSource(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  public ByteSource(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  public boolean hasMore() {
    return at < end;
  }

  public int position() {
    return at;
  }

  /// The array that is read, to be used with [#position()]; not to be changed.
  byte[] array() {
    return bytes;
  }

  /// Where reading must end.
  int end() {
    return end;
  }

  public int u8() {
    need(1);
    return bytes[at++] & 0xff;
  }

  public int u32() {
    need(4);
    int value = 0;
    for (int i = 3; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    at += 4;
    return value;
  }

  public long u64() {
    need(8);
    at += 8;
    return u64(bytes, at - 8);
  }

  static long u64(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      need(1);
      byte b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new CorruptDataException("a varint is longer than 10 bytes at " + at);
  }

  /// A count or length that must be between 0 and `max`.
  public int count(int max) {
    long value = varint();
    if (value < 0 || value > max) {
      throw new CorruptDataException("count %d is outside 0..%d at %d".formatted(value, max, at));
    }
    return (int) value;
  }

  public long zigzag() {
    long raw = varint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  public byte[] bytes(int length) {
    need(length);
    byte[] copy = new byte[length];
    System.arraycopy(bytes, at, copy, 0, length);
    at += length;
    return copy;
  }

  public String string() {
    int length = count(end - at);
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /// Steps over `count` bytes and returns where they start in the array.
  public int skip(int count) {
    need(count);
    int start = at;
    at += count;
    return start;
  }

  private void need(int count) {
    if (count < 0 || count > end - at) {
      throw new CorruptDataException("needs %d more bytes at %d".formatted(count, at));
    }
  }
}
