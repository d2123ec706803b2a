package io.mallwatch.metrics.tsdb.chunk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing byte array, little endian. Not thread-safe.
public final class ByteSink {

  private byte[] buffer;
  private int size;

  public ByteSink(int capacity) {
    this.buffer = new byte[Math.max(16, capacity)];
  }

  public ByteSink u8(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
    return this;
  }

  public ByteSink u32(int value) {
    ensure(4);
    for (int i = 0; i < 4; i++) {
      buffer[size++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  public ByteSink u64(long value) {
    ensure(8);
    for (int i = 0; i < 8; i++) {
      buffer[size++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  /// Seven bits a byte, low bits first; 1 to 10 bytes.
  public ByteSink varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
    return this;
  }

  /// A signed number, small when near zero.
  public ByteSink zigzag(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  public ByteSink bytes(byte[] source, int from, int length) {
    ensure(length);
    System.arraycopy(source, from, buffer, size, length);
    size += length;
    return this;
  }

  public ByteSink bytes(byte[] source) {
    return bytes(source, 0, source.length);
  }

  /// Length and UTF-8 bytes.
  public ByteSink string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return varint(utf8.length).bytes(utf8);
  }

  /// Overwrites four bytes at `at`, written before.
  public void patchU32(int at, int value) {
    for (int i = 0; i < 4; i++) {
      buffer[at + i] = (byte) (value >>> (8 * i));
    }
  }

  public int size() {
    return size;
  }

  /// The bytes so far; valid until the next write.
  public byte[] array() {
    return buffer;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /// A view of the bytes so far; valid until the next write.
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(buffer, 0, size);
  }

  /// Forgets everything after the first `size` bytes; frees what a rare large use took.
  public void reset(int newSize) {
    if (newSize == 0 && buffer.length > 8 << 20) {
      buffer = new byte[1 << 16];
    }
    size = newSize;
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      long doubled = Math.max(buffer.length * 2L, (long) size + more);
      buffer = Arrays.copyOf(buffer, (int) Math.min(doubled, Integer.MAX_VALUE - 16));
    }
  }
}
