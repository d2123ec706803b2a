package io.mallwatch.traces;

import io.mallwatch.model.Span;
import io.mallwatch.model.wire.ProtoCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The spans of one OTLP ExportTraceServiceRequest (opentelemetry-proto 1.x), as columns that point
/// into its bytes; nothing is copied and no object is made per span.
///
/// Spans with a trace or span id that is missing, all zero or of wrong length are left out one by
/// one; a span that ends before it starts is kept with no duration. Immutable once read; the bytes
/// must not be changed.
public final class SpanBatch {

  private static final int FIRST = 1 << 3 | ProtoCursor.LENGTH;
  private static final int SECOND = 2 << 3 | ProtoCursor.LENGTH;
  private static final byte[] NOTHING = {};

  private final byte[] bytes;
  private final List<SpanOwner> owners = new ArrayList<>();
  private int size;
  private long[] traceHigh;
  private long[] traceLow;
  private long[] spanId;
  private long[] parentId;
  private long[] start;
  private long[] end;
  private long[] nameHash;
  private int[] nameAt;
  private int[] nameLength;
  private int[] at;
  private int[] length;
  private int[] owner;
  private byte[] bits;
  private int rejected;
  private int repaired;
  private String firstError = "";

  private SpanBatch(byte[] bytes) {
    this.bytes = bytes;
    int room = Math.max(4, bytes.length / 256);
    traceHigh = new long[room];
    traceLow = new long[room];
    spanId = new long[room];
    parentId = new long[room];
    start = new long[room];
    end = new long[room];
    nameHash = new long[room];
    nameAt = new int[room];
    nameLength = new int[room];
    at = new int[room];
    length = new int[room];
    owner = new int[room];
    bits = new byte[room];
  }

  /// Reads a request, whose bytes are kept.
  ///
  /// @throws io.mallwatch.model.wire.MalformedProtoException when it is not protobuf
  public static SpanBatch read(byte[] request) {
    SpanBatch batch = new SpanBatch(request);
    ProtoCursor cursor = new ProtoCursor(request);
    while (cursor.next()) {
      if (cursor.tag() == FIRST) {
        batch.resourceSpans(cursor);
      } else {
        cursor.skip();
      }
    }
    return batch;
  }

  /// The batch that holds `spans`.
  public static SpanBatch of(List<Span> spans) {
    return read(OtlpSpanWriter.request(spans));
  }

  private void resourceSpans(ProtoCursor cursor) {
    int outer = cursor.enter();
    int begin = cursor.position();
    byte[] resource = first(cursor);
    cursor.seek(begin);
    while (cursor.next()) {
      if (cursor.tag() == SECOND) {
        scopeSpans(cursor, resource);
      } else {
        cursor.skip();
      }
    }
    cursor.leave(outer);
  }

  /// The message in field 1 of the message that the cursor is in; several are one after another, as
  /// protobuf merges them.
  private static byte[] first(ProtoCursor cursor) {
    byte[] found = NOTHING;
    while (cursor.next()) {
      if (cursor.tag() != FIRST) {
        cursor.skip();
        continue;
      }
      byte[] more = cursor.bytes();
      if (found.length == 0) {
        found = more;
      } else {
        int before = found.length;
        found = Arrays.copyOf(found, before + more.length);
        System.arraycopy(more, 0, found, before, more.length);
      }
    }
    return found;
  }

  private void scopeSpans(ProtoCursor cursor, byte[] resource) {
    int outer = cursor.enter();
    int begin = cursor.position();
    owners.add(new SpanOwner(resource, first(cursor)));
    cursor.seek(begin);
    SpanFields fields = new SpanFields();
    while (cursor.next()) {
      if (cursor.tag() == SECOND) {
        int around = cursor.enter();
        int spanAt = cursor.position();
        int spanLength = cursor.limit() - spanAt;
        fields.read(cursor);
        cursor.leave(around);
        take(fields, spanAt, spanLength);
      } else {
        cursor.skip();
      }
    }
    cursor.leave(outer);
  }

  private void take(SpanFields fields, int spanAt, int spanLength) {
    if (!fields.isSound()) {
      reject(fields);
      return;
    }
    if (fields.isRepaired()) {
      repaired++;
    }
    if (size == bits.length) {
      grow();
    }
    int i = size++;
    traceHigh[i] = fields.traceHigh();
    traceLow[i] = fields.traceLow();
    spanId[i] = fields.spanId();
    parentId[i] = fields.parentId();
    start[i] = fields.start();
    end[i] = fields.end();
    nameAt[i] = fields.nameAt();
    nameLength[i] = fields.nameLength();
    nameHash[i] = ByteHash.of(bytes, fields.nameAt(), fields.nameLength(), 0);
    at[i] = spanAt;
    length[i] = spanLength;
    owner[i] = owners.size() - 1;
    bits[i] = (byte) (fields.kind() | fields.status() << 3);
  }

  private void reject(SpanFields fields) {
    rejected++;
    if (firstError.isEmpty()) {
      String name = new String(bytes, fields.nameAt(), fields.nameLength(), StandardCharsets.UTF_8);
      firstError =
          "span '%s': its trace id is not 16 bytes or its span id not 8 bytes, not all zero"
              .formatted(name);
    }
  }

  private void grow() {
    int room = bits.length * 2;
    traceHigh = Arrays.copyOf(traceHigh, room);
    traceLow = Arrays.copyOf(traceLow, room);
    spanId = Arrays.copyOf(spanId, room);
    parentId = Arrays.copyOf(parentId, room);
    start = Arrays.copyOf(start, room);
    end = Arrays.copyOf(end, room);
    nameHash = Arrays.copyOf(nameHash, room);
    nameAt = Arrays.copyOf(nameAt, room);
    nameLength = Arrays.copyOf(nameLength, room);
    at = Arrays.copyOf(at, room);
    length = Arrays.copyOf(length, room);
    owner = Arrays.copyOf(owner, room);
    bits = Arrays.copyOf(bits, room);
  }

  /// How many spans there are.
  public int size() {
    return size;
  }

  /// Spans that were left out.
  public int rejected() {
    return rejected;
  }

  /// Spans whose end lay before their start.
  public int repaired() {
    return repaired;
  }

  /// About the first span left out; empty when there was none.
  public String firstError() {
    return firstError;
  }

  /// The request's bytes; not to be changed.
  public byte[] bytes() {
    return bytes;
  }

  /// Resources with scopes, in order; [#ownerNumber(int)] points here.
  public List<SpanOwner> owners() {
    return List.copyOf(owners);
  }

  public int ownerNumber(int span) {
    return owner[span];
  }

  public SpanOwner owner(int span) {
    return owners.get(owner[span]);
  }

  public long traceHigh(int span) {
    return traceHigh[span];
  }

  public long traceLow(int span) {
    return traceLow[span];
  }

  public long spanId(int span) {
    return spanId[span];
  }

  /// 0 for a root.
  public long parentId(int span) {
    return parentId[span];
  }

  /// Nanoseconds since the epoch.
  public long start(int span) {
    return start[span];
  }

  /// Nanoseconds since the epoch, not before the start.
  public long end(int span) {
    return end[span];
  }

  public Span.Kind kind(int span) {
    return OtlpSpans.KINDS.get(bits[span] & 7);
  }

  public Span.Status status(int span) {
    return OtlpSpans.STATUSES.get(bits[span] >>> 3);
  }

  public boolean isError(int span) {
    return status(span) == Span.Status.ERROR;
  }

  /// Hash of the name's bytes, with seed 0.
  public long nameHash(int span) {
    return nameHash[span];
  }

  public String name(int span) {
    return new String(bytes, nameAt[span], nameLength[span], StandardCharsets.UTF_8);
  }

  /// Where the span's message begins in [#bytes()].
  public int at(int span) {
    return at[span];
  }

  /// How long the span's message is.
  public int length(int span) {
    return length[span];
  }

  /// All spans as objects.
  public List<Span> spans() {
    List<Span> spans = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      SpanOwner one = owner(i);
      spans.add(
          OtlpSpans.span(
              new ProtoCursor(bytes, at[i], at[i] + length[i]), one.resource(), one.scope()));
    }
    return spans;
  }
}
