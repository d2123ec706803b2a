package io.mallwatch.traces.segment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing buffer of bytes, little-endian. Not thread-safe.
final class ByteSink {

  private byte[] bytes = new byte[256];
  private int size;

  ByteSink u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteSink u32(int value) {
    room(4);
    for (int i = 0; i < 4; i++) {
      bytes[size++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  ByteSink u64(long value) {
    room(8);
    for (int i = 0; i < 8; i++) {
      bytes[size++] = (byte) (value >>> (8 * i));
    }
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
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
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
