package io.mallwatch.model.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Walks the fields of one protobuf message in a byte array without copying or building objects.
///
/// ```
/// while (cursor.next()) {
///   switch (cursor.field()) {
///     case 1 -> name = cursor.string();
///     case 2 -> readInner(cursor.message());
///     default -> cursor.skip();
///   }
/// }
/// ```
///
/// Each field must be read once, by a method that fits its wire type, or skipped. Bounds are
/// checked always; bad bytes throw [MalformedProtoException]. Nesting is bounded by [#MAX_DEPTH].
///
/// [#message()] makes a cursor for an embedded message; hot paths walk into it with the same cursor
/// instead: `int outer = cursor.enter(); while (cursor.next()) ...; cursor.leave(outer);`. Not
/// thread-safe. Format: protobuf.dev/programming-guides/encoding.
public final class ProtoCursor {

  /// Deepest nesting of messages and groups that is followed.
  public static final int MAX_DEPTH = 100;

  /// Wire type of varint fields.
  public static final int VARINT = 0;

  /// Wire type of 8-byte fields.
  public static final int FIXED64 = 1;

  /// Wire type of strings, bytes, messages and packed repeated fields.
  public static final int LENGTH = 2;

  /// Wire type of 4-byte fields.
  public static final int FIXED32 = 5;

  private static final int GROUP_START = 3;
  private static final int GROUP_END = 4;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int end;
  private int depth;
  private int at;
  private int field;
  private int wireType;

  /// Over `bytes[from, to)`.
  public ProtoCursor(byte[] bytes, int from, int to) {
    this(bytes, from, to, 0);
  }

  public ProtoCursor(byte[] bytes) {
    this(bytes, 0, bytes.length, 0);
  }

  private ProtoCursor(byte[] bytes, int from, int to, int depth) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.depth = depth;
  }

  /// Begins anew, over `given[from, to)`.
  public void reset(byte[] given, int from, int to) {
    bytes = given;
    at = from;
    end = to;
    depth = 0;
  }

  /// Goes into the embedded message or packed run of the current field.
  ///
  /// @return what [#leave(int)] wants to have
  public int enter() {
    if (depth >= MAX_DEPTH) {
      throw malformed("is nested deeper than " + MAX_DEPTH);
    }
    int length = length();
    int outer = end;
    end = at + length;
    depth++;
    return outer;
  }

  /// Goes out of an embedded message, whether all of it was read or not, to the field after it.
  public void leave(int outer) {
    at = end;
    end = outer;
    depth--;
  }

  /// Goes to another place of the message that it is in, to read from there again.
  ///
  /// @param position from [#position()], in the same message
  public void seek(int position) {
    at = position;
  }

  /// Moves to the next field; false at the end of the message.
  public boolean next() {
    if (at >= end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (field <= 0 || tag >>> 32 != 0) {
      throw malformed("bad tag");
    }
    return true;
  }

  /// Number of the current field.
  public int field() {
    return field;
  }

  /// Wire type of the current field.
  public int wireType() {
    return wireType;
  }

  /// Number and wire type of the current field as they are on the wire: `field << 3 | wireType`.
  public int tag() {
    return field << 3 | wireType;
  }

  /// The bytes that this cursor reads from; see [#position()] and [#limit()].
  public byte[] array() {
    return bytes;
  }

  /// Offset of the next byte to read.
  public int position() {
    return at;
  }

  /// Offset after the last byte of this message.
  public int limit() {
    return end;
  }

  /// Reads a varint: of an int64, uint64, bool or enum field, or of a packed run.
  public long varint() {
    if (at < end && bytes[at] >= 0) {
      return bytes[at++];
    }
    return longVarint();
  }

  private long longVarint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at >= end) {
        throw malformed("ends inside a varint");
      }
      byte b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw malformed("varint is longer than 10 bytes");
  }

  /// Reads a zig-zag varint: sint32, sint64.
  public long zigzag() {
    long raw = varint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /// Reads 8 bytes: fixed64, sfixed64.
  public long fixed64() {
    need(8);
    long value = (long) LONGS.get(bytes, at);
    at += 8;
    return value;
  }

  public double fixedDouble() {
    return Double.longBitsToDouble(fixed64());
  }

  /// Reads 4 bytes: fixed32, sfixed32, float.
  public int fixed32() {
    need(4);
    int value =
        (bytes[at] & 0xff)
            | ((bytes[at + 1] & 0xff) << 8)
            | ((bytes[at + 2] & 0xff) << 16)
            | ((bytes[at + 3] & 0xff) << 24);
    at += 4;
    return value;
  }

  /// A cursor over the embedded message or packed run, which this one steps over.
  public ProtoCursor message() {
    if (depth >= MAX_DEPTH) {
      throw malformed("is nested deeper than " + MAX_DEPTH);
    }
    int length = length();
    ProtoCursor inner = new ProtoCursor(bytes, at, at + length, depth + 1);
    at += length;
    return inner;
  }

  /// Reads a string; bytes that are not UTF-8 become U+FFFD.
  public String string() {
    int length = length();
    String value = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  /// Reads a bytes field into a fresh array.
  public byte[] bytes() {
    int length = length();
    byte[] copy = new byte[length];
    System.arraycopy(bytes, at, copy, 0, length);
    at += length;
    return copy;
  }

  /// Reads bytes as lower-case hex digits, two a byte: trace and span ids.
  public String hex() {
    int length = length();
    char[] digits = new char[length * 2];
    for (int i = 0; i < length; i++) {
      int b = bytes[at + i] & 0xff;
      digits[2 * i] = Character.forDigit(b >>> 4, 16);
      digits[2 * i + 1] = Character.forDigit(b & 15, 16);
    }
    at += length;
    return new String(digits);
  }

  /// Steps over the current field, whatever it is.
  public void skip() {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> advance(8);
      case LENGTH -> advance(length());
      case GROUP_START -> skipGroup(field, depth);
      case FIXED32 -> advance(4);
      default -> throw malformed("wire type " + wireType);
    }
  }

  /// Steps over the fields that begin here with `tag` and come one after another: the entries of a
  /// repeated message, string or bytes field whose number is below 16.
  public void skipRun(int tag) {
    int next = at;
    while (next < end && bytes[next] == tag) {
      next++;
      if (next < end && bytes[next] >= 0) {
        next += 1 + bytes[next];
      } else {
        at = next;
        int length = length();
        next = at + length;
      }
      if (next > end) {
        throw malformed("field is longer than its message");
      }
    }
    at = next;
  }

  private void skipGroup(int group, int level) {
    if (level >= MAX_DEPTH) {
      throw malformed("is nested deeper than " + MAX_DEPTH);
    }
    while (next()) {
      if (wireType == GROUP_END) {
        if (field != group) {
          throw malformed("group ends with another number");
        }
        return;
      }
      if (wireType == GROUP_START) {
        skipGroup(field, level + 1);
      } else {
        skip();
      }
    }
    throw malformed("ends inside a group");
  }

  private int length() {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw malformed("field is longer than its message");
    }
    return (int) length;
  }

  private void advance(int count) {
    need(count);
    at += count;
  }

  private void need(int count) {
    if (count > end - at) {
      throw malformed("ends inside a field");
    }
  }

  private MalformedProtoException malformed(String what) {
    return new MalformedProtoException(
        "not a protobuf message: %s (offset %d, field %d)".formatted(what, at, field));
  }
}
