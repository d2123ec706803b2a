package io.mallwatch.model.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes protobuf messages into a growing buffer. Fields with a default value are written too; the
/// caller decides. Not thread-safe.
public final class ProtoWriter {

  private byte[] buffer = new byte[256];
  private int size;

  public ProtoWriter varint(int field, long value) {
    tag(field, ProtoCursor.VARINT);
    rawVarint(value);
    return this;
  }

  public ProtoWriter bool(int field, boolean value) {
    return varint(field, value ? 1 : 0);
  }

  /// A sint32 or sint64 field.
  public ProtoWriter zigzag(int field, long value) {
    return varint(field, (value << 1) ^ (value >> 63));
  }

  public ProtoWriter fixed64(int field, long value) {
    tag(field, ProtoCursor.FIXED64);
    rawFixed64(value);
    return this;
  }

  public ProtoWriter fixedDouble(int field, double value) {
    return fixed64(field, Double.doubleToRawLongBits(value));
  }

  public ProtoWriter fixed32(int field, int value) {
    tag(field, ProtoCursor.FIXED32);
    ensure(4);
    for (int i = 0; i < 4; i++) {
      buffer[size++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  public ProtoWriter string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  public ProtoWriter bytes(int field, byte[] value) {
    tag(field, ProtoCursor.LENGTH);
    rawVarint(value.length);
    append(value, value.length);
    return this;
  }

  /// Bytes given as hex digits, two a byte: trace and span ids.
  public ProtoWriter hex(int field, String digits) {
    return bytes(field, java.util.HexFormat.of().parseHex(digits));
  }

  public ProtoWriter message(int field, ProtoWriter inner) {
    tag(field, ProtoCursor.LENGTH);
    rawVarint(inner.size);
    append(inner.buffer, inner.size);
    return this;
  }

  public int size() {
    return size;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  private void tag(int field, int wireType) {
    rawVarint(((long) field << 3) | wireType);
  }

  /// Appends a varint without a tag: an item of a packed run, which is then given to [#bytes].
  public void rawVarint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  /// Appends 8 bytes without a tag: an item of a packed run, which is then given to [#bytes].
  public void rawFixed64(long value) {
    ensure(8);
    for (int i = 0; i < 8; i++) {
      buffer[size++] = (byte) (value >>> (8 * i));
    }
  }

  private void append(byte[] bytes, int length) {
    ensure(length);
    System.arraycopy(bytes, 0, buffer, size, length);
    size += length;
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
