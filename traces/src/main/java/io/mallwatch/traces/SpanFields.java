package io.mallwatch.traces;

import io.mallwatch.model.wire.ProtoCursor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// What a span says outside its attributes, events and links, read without making objects; use it
/// again for the next span. Not thread-safe.
public final class SpanFields {

  private static final VarHandle BIG_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int TRACE_ID = 1 << 3 | ProtoCursor.LENGTH;
  private static final int SPAN_ID = 2 << 3 | ProtoCursor.LENGTH;
  private static final int PARENT_ID = 4 << 3 | ProtoCursor.LENGTH;
  private static final int NAME = 5 << 3 | ProtoCursor.LENGTH;
  private static final int KIND = 6 << 3 | ProtoCursor.VARINT;
  private static final int BEGIN = 7 << 3 | ProtoCursor.FIXED64;
  private static final int END = 8 << 3 | ProtoCursor.FIXED64;
  private static final int ATTRIBUTES = 9 << 3 | ProtoCursor.LENGTH;
  private static final int STATUS = 15 << 3 | ProtoCursor.LENGTH;
  private static final int STATUS_CODE = 3 << 3 | ProtoCursor.VARINT;

  private static final int MOST_KIND = 5;
  private static final int MOST_STATUS = 2;
  private static final int STATUS_ERROR = 2;

  private boolean sound;
  private boolean repaired;
  private long traceHigh;
  private long traceLow;
  private long spanId;
  private long parentId;
  private int nameAt;
  private int nameLength;
  private int kind;
  private long start;
  private long end;
  private int status;

  /// Reads the span that `cursor` is over.
  public void read(ProtoCursor cursor) {
    boolean traceSound = false;
    boolean spanSound = false;
    clear();
    while (cursor.next()) {
      switch (cursor.tag()) {
        case TRACE_ID -> traceSound = traceId(cursor);
        case SPAN_ID -> {
          spanId = id(cursor);
          spanSound = spanId != 0;
        }
        case PARENT_ID -> parentId = id(cursor);
        case NAME -> {
          int outer = cursor.enter();
          nameAt = cursor.position();
          nameLength = cursor.limit() - nameAt;
          cursor.leave(outer);
        }
        case KIND -> kind = within((int) cursor.varint(), MOST_KIND);
        case BEGIN -> start = cursor.fixed64();
        case END -> end = cursor.fixed64();
        case ATTRIBUTES -> {
          cursor.skip();
          cursor.skipRun(ATTRIBUTES);
        }
        case STATUS -> status(cursor);
        default -> cursor.skip();
      }
    }
    sound = traceSound && spanSound;
    if (Long.compareUnsigned(end, start) < 0) {
      end = start;
      repaired = true;
    }
  }

  private void clear() {
    traceHigh = 0;
    traceLow = 0;
    spanId = 0;
    parentId = 0;
    nameAt = 0;
    nameLength = 0;
    kind = 0;
    start = 0;
    end = 0;
    status = 0;
    repaired = false;
  }

  private boolean traceId(ProtoCursor cursor) {
    int outer = cursor.enter();
    int at = cursor.position();
    boolean fits = cursor.limit() - at == 2 * Long.BYTES;
    if (fits) {
      traceHigh = (long) BIG_LONGS.get(cursor.array(), at);
      traceLow = (long) BIG_LONGS.get(cursor.array(), at + Long.BYTES);
    }
    cursor.leave(outer);
    return fits && (traceHigh | traceLow) != 0;
  }

  /// A span id, or 0 when it is not 8 bytes long.
  private static long id(ProtoCursor cursor) {
    int outer = cursor.enter();
    int at = cursor.position();
    long id = cursor.limit() - at == Long.BYTES ? (long) BIG_LONGS.get(cursor.array(), at) : 0;
    cursor.leave(outer);
    return id;
  }

  private void status(ProtoCursor cursor) {
    int outer = cursor.enter();
    while (cursor.next()) {
      if (cursor.tag() == STATUS_CODE) {
        status = within((int) cursor.varint(), MOST_STATUS);
      } else {
        cursor.skip();
      }
    }
    cursor.leave(outer);
  }

  private static int within(int value, int most) {
    return value >= 0 && value <= most ? value : 0;
  }

  /// Whether trace and span id have their lengths and are not all zero.
  public boolean isSound() {
    return sound;
  }

  /// Whether it ended before it started; it then has no duration.
  public boolean isRepaired() {
    return repaired;
  }

  public long traceHigh() {
    return traceHigh;
  }

  public long traceLow() {
    return traceLow;
  }

  public long spanId() {
    return spanId;
  }

  /// 0 for a root.
  public long parentId() {
    return parentId;
  }

  /// Where its name begins among the cursor's bytes.
  public int nameAt() {
    return nameAt;
  }

  public int nameLength() {
    return nameLength;
  }

  /// Ordinal of [io.mallwatch.model.Span.Kind].
  public int kind() {
    return kind;
  }

  /// Nanoseconds since the epoch.
  public long start() {
    return start;
  }

  /// Nanoseconds since the epoch, not before the start.
  public long end() {
    return end;
  }

  /// Ordinal of [io.mallwatch.model.Span.Status].
  public int status() {
    return status;
  }

  public boolean isError() {
    return status == STATUS_ERROR;
  }
}
