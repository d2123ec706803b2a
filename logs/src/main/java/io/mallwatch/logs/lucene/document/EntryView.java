package io.mallwatch.logs.lucene.document;

import io.mallwatch.model.CorruptDataException;

/// Where the fields of an encoded entry are, without making anything of them. Not thread-safe;
/// reused for one entry after the other.
public final class EntryView {

  // Places of texts.
  static final int SERVICE = 0;
  static final int MESSAGE = 1;
  static final int CATEGORY = 2;
  static final int ACTION = 3;
  static final int REQUEST_ID = 4;
  static final int USER_ID = 5;
  static final int TRACE_ID = 6;
  static final int SPAN_ID = 7;
  static final int ERROR_NAME = 8;
  static final int ERROR_MESSAGE = 9;
  static final int ERROR_STACK = 10;
  private static final int TEXTS = 11;

  private final EntryInput in = new EntryInput(new byte[0], 0, 0);
  private final int[] offsets = new int[TEXTS];
  private final int[] lengths = new int[TEXTS];
  private byte[] bytes = new byte[0];
  private int from;
  private int length;
  private int flags;
  private long nanos;
  private int level;
  private int tags;
  private int tagsAt;
  private long duration;
  private int dataAt;

  /// Reads the entry in `source[start, start + size)`.
  ///
  /// @throws CorruptDataException when the bytes are none of the format of [EntryCodec]
  public void over(byte[] source, int start, int size) {
    bytes = source;
    from = start;
    length = size;
    in.reset(source, start, start + size);
    try {
      read();
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new CorruptDataException("log entry cannot be read", e);
    }
  }

  private void read() {
    if (in.one() != EntryCodec.VERSION) {
      throw new CorruptDataException("log entry of an unknown version");
    }
    flags = (int) in.varint();
    long seconds = in.zigzag();
    nanos = Terms.nanos(seconds, in.varint());
    level = in.one();
    text(SERVICE, 1);
    text(MESSAGE, 1);
    text(CATEGORY, EntryCodec.CATEGORY);
    text(ACTION, EntryCodec.ACTION);
    text(REQUEST_ID, EntryCodec.REQUEST_ID);
    text(USER_ID, EntryCodec.USER_ID);
    text(TRACE_ID, EntryCodec.TRACE_ID);
    text(SPAN_ID, EntryCodec.SPAN_ID);
    text(ERROR_NAME, EntryCodec.ERROR);
    text(ERROR_MESSAGE, EntryCodec.ERROR);
    text(ERROR_STACK, EntryCodec.STACK);
    tags = (flags & EntryCodec.TAGS) == 0 ? 0 : in.count();
    tagsAt = in.at();
    for (int i = 0; i < tags; i++) {
      in.skip(in.count());
    }
    duration = (flags & EntryCodec.DURATION) == 0 ? 0 : in.fixed64();
    dataAt = in.at();
  }

  private void text(int which, int flag) {
    boolean always = which == SERVICE || which == MESSAGE;
    if (!always && (flags & flag) == 0) {
      lengths[which] = -1;
      return;
    }
    lengths[which] = in.count();
    offsets[which] = in.at();
    in.skip(lengths[which]);
  }

  /// What all offsets are of.
  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int length() {
    return length;
  }

  /// Nanoseconds since 1970, as in [Terms#nanos].
  public long nanos() {
    return nanos;
  }

  /// As [EntryCodec] has it.
  int level() {
    return level;
  }

  boolean has(int text) {
    return lengths[text] >= 0;
  }

  int offset(int text) {
    return offsets[text];
  }

  int length(int text) {
    return lengths[text];
  }

  int tags() {
    return tags;
  }

  /// Reads the tags, each a length and so many bytes.
  EntryInput tagsInput() {
    in.reset(bytes, tagsAt, from + length);
    return in;
  }

  boolean hasDuration() {
    return (flags & EntryCodec.DURATION) != 0;
  }

  double duration() {
    return Double.longBitsToDouble(duration);
  }

  boolean hasData() {
    return (flags & EntryCodec.DATA) != 0;
  }

  /// Reads the data, a map.
  EntryInput dataInput() {
    in.reset(bytes, dataAt, from + length);
    return in;
  }
}
