package io.mallwatch.logs.lucene.document;

import io.mallwatch.model.CorruptDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads bounded bytes; past the end throws IndexOutOfBoundsException. Not thread-safe.
final class EntryInput {
  private byte[] bytes;
  private int end;
  private int at;

  EntryInput(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /// Begins anew with other bytes.
  void reset(byte[] newBytes, int from, int newEnd) {
    bytes = newBytes;
    at = from;
    end = newEnd;
  }

  /// Offset of what is read next.
  int at() {
    return at;
  }

  /// What is read.
  byte[] bytes() {
    return bytes;
  }

  /// Copies what comes next.
  void copy(int length, byte[] to, int offset) {
    System.arraycopy(bytes, at, to, offset, length);
    at += length;
  }

  int one() {
    if (at >= end) {
      throw new IndexOutOfBoundsException(at);
    }
    return bytes[at++];
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int b = one();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new CorruptDataException("log entry has an endless number");
  }

  long zigzag() {
    long raw = varint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /// A count or length, which can't be more than the bytes that are left.
  int count() {
    long count = varint();
    if (count < 0 || count > end - at) {
      throw new IndexOutOfBoundsException(at);
    }
    return (int) count;
  }

  long fixed64() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value |= (long) (one() & 0xff) << (8 * i);
    }
    return value;
  }

  void skip(int length) {
    at += length;
  }

  String text() {
    int length = count();
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  @Nullable String textIf(int flag) {
    return flag == 0 ? null : text();
  }

  Map<String, Object> map(int depth) {
    int count = count();
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = text();
      Object value = value(depth + 1);
      if (value != null) {
        map.put(key, value);
      }
    }
    return map;
  }

  @Nullable Object value(int depth) {
    if (depth > EntryCodec.MAX_DEPTH + 1) {
      throw new CorruptDataException("log entry is nested too deep");
    }
    return value(one(), depth);
  }

  /// The rest of a value whose kind was read.
  @Nullable Object value(int tag, int depth) {
    return switch (tag) {
      case 0 -> null;
      case 1 -> text();
      case 2 -> zigzag();
      case 3 -> Double.longBitsToDouble(fixed64());
      case 4 -> true;
      case 5 -> false;
      case 6 -> list(depth);
      case 7 -> map(depth);
      default -> throw new CorruptDataException("log entry has a value of kind " + tag);
    };
  }

  private List<Object> list(int depth) {
    int count = count();
    List<Object> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Object value = value(depth + 1);
      if (value != null) {
        list.add(value);
      }
    }
    return list;
  }
}
