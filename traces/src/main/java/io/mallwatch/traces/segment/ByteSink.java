package io.mallwatch.traces.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing buffer of bytes, little-endian. Not thread-safe.
final class ByteSink {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[256];
  private int size;

  ByteSink u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteSink u32(int value) {
    room(4);
    INTS.set(bytes, size, value);
    size += 4;
    return this;
  }

  ByteSink u64(long value) {
    room(8);
    LONGS.set(bytes, size, value);
    size += 8;
    return this;
  }

  ByteSink varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  ByteSink zigzag(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  ByteSink raw(byte[] more) {
    return raw(more, 0, more.length);
  }

  ByteSink raw(byte[] more, int from, int length) {
    room(length);
    System.arraycopy(more, from, bytes, size, length);
    size += length;
    return this;
  }

  /// Writes over four bytes.
  void setU32(int at, int value) {
    INTS.set(bytes, at, value);
  }

  void clear() {
    size = 0;
  }

  /// The bytes themselves, of which the first [#size()] count.
  byte[] array() {
    return bytes;
  }

  ByteSink text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return varint(utf8.length).raw(utf8);
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
