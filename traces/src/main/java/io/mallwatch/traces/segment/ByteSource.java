package io.mallwatch.traces.segment;

import io.mallwatch.model.CorruptDataException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [ByteSink] wrote; bytes that make no sense are a [CorruptDataException].
final class ByteSource {

  private final byte[] bytes;
  private int at;

  ByteSource(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return at < bytes.length;
  }

  int u8() {
    need(1);
    return bytes[at++] & 0xff;
  }

  long u64() {
    need(8);
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    at += 8;
    return value;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte b = (byte) u8();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new CorruptDataException("a varint is longer than 10 bytes, at " + at);
  }

  long zigzag() {
    long raw = varint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /// A count of things that take at least one byte each.
  int count() {
    long count = varint();
    if (count < 0 || count > bytes.length - at) {
      throw new CorruptDataException("a count of %d at %d".formatted(count, at));
    }
    return (int) count;
  }

  int u32() {
    need(4);
    int value = 0;
    for (int i = 3; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    at += 4;
    return value;
  }

  /// A number below `size`.
  int index(int size) {
    long index = varint();
    if (index < 0 || index >= size) {
      throw new CorruptDataException("reference to %d of %d".formatted(index, size));
    }
    return (int) index;
  }

  int position() {
    return at;
  }

  /// Goes to another place.
  void seek(int position) {
    if (position < 0 || position > bytes.length) {
      throw new CorruptDataException("position %d of %d".formatted(position, bytes.length));
    }
    at = position;
  }

  void skip(int length) {
    need(length);
    at += length;
  }

  byte[] raw(int length) {
    need(length);
    byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return copy;
  }

  String text() {
    int length = count();
    need(length);
    String value = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  private void need(int count) {
    if (count > bytes.length - at) {
      throw new CorruptDataException("ends early, at " + at);
    }
  }
}
