package io.mallwatch.logs.lucene.document;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A growing buffer to write entries to. Not thread-safe.
final class EntryOutput {
  private byte[] buffer = new byte[512];
  private int size;

  void one(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
  }

  void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  void fixed64(long value) {
    ensure(8);
    for (int i = 0; i < 8; i++) {
      buffer[size++] = (byte) (value >>> (8 * i));
    }
  }

  void bytes(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
  }

  void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    bytes(utf8);
  }

  void textIfAny(@Nullable String text) {
    if (text != null) {
      text(text);
    }
  }

  void map(Map<?, ?> map, int depth) {
    varint(map.size());
    map.forEach((key, value) -> {
      text(String.valueOf(key));
      value(value, depth + 1);
    });
  }

  void value(@Nullable Object value, int depth) {
    switch (value) {
      case null -> one(0);
      case String text -> tagged(1, text);
      case Long number -> whole(number);
      case Integer number -> whole(number);
      case Short number -> whole(number);
      case Byte number -> whole(number);
      case BigInteger number when number.bitLength() < 64 -> whole(number.longValue());
      case Number number -> {
        one(3);
        fixed64(Double.doubleToRawLongBits(number.doubleValue()));
      }
      case Boolean flag -> one(flag ? 4 : 5);
      case List<?> list when depth < EntryCodec.MAX_DEPTH -> {
        one(6);
        varint(list.size());
        list.forEach(inner -> value(inner, depth + 1));
      }
      case Map<?, ?> map when depth < EntryCodec.MAX_DEPTH -> {
        one(7);
        map(map, depth);
      }
      default -> tagged(1, value.toString());
    }
  }

  private void whole(long number) {
    one(2);
    zigzag(number);
  }

  private void tagged(int tag, String text) {
    one(tag);
    text(text);
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(size, more)));
    }
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /// Appends what another holds, its length before it.
  void sized(EntryOutput other) {
    varint(other.size);
    ensure(other.size);
    System.arraycopy(other.buffer, 0, buffer, size, other.size);
    size += other.size;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }
}
