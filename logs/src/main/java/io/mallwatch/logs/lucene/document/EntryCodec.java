package io.mallwatch.logs.lucene.document;

import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Entries and batches as bytes: what the write-ahead log and the stored fields hold. The format is
/// described in `docs/formats/logs.md`.
///
/// Whole numbers come back as `Long`, others as `Double`, anything that is no text, number,
/// boolean, list or map as text.
public final class EntryCodec {

  private static final byte VERSION = 1;
  private static final int MAX_DEPTH = 32;

  private static final int BATCH = 1;
  private static final int BATCH_WITH_IDS = 2;
  private static final int DROP = 3;

  private static final int CATEGORY = 1;
  private static final int ACTION = 1 << 1;
  private static final int REQUEST_ID = 1 << 2;
  private static final int USER_ID = 1 << 3;
  private static final int TRACE_ID = 1 << 4;
  private static final int SPAN_ID = 1 << 5;
  private static final int ERROR = 1 << 6;
  private static final int STACK = 1 << 7;
  private static final int TAGS = 1 << 8;
  private static final int DURATION = 1 << 9;
  private static final int DATA = 1 << 10;
  private static final int SHAPE = 1 << 11;

  private EntryCodec() {}

  /// One entry.
  public static byte[] encode(LogEntry entry) {
    Out out = new Out();
    out.one(VERSION);
    LogEntry.LogError error = entry.error();
    Double duration = entry.durationMillis();
    out.varint(flags(entry));
    Instant at = entry.timestamp();
    out.zigzag(at.getEpochSecond());
    out.varint(at.getNano());
    out.one(code(entry.level()));
    out.text(entry.service());
    out.text(entry.message());
    out.textIfAny(entry.category());
    out.textIfAny(entry.action());
    out.textIfAny(entry.requestId());
    out.textIfAny(entry.userId());
    out.textIfAny(entry.traceId());
    out.textIfAny(entry.spanId());
    if (error != null) {
      out.text(error.name());
      out.text(error.message());
      out.textIfAny(error.stack());
    }
    if (!entry.tags().isEmpty()) {
      out.varint(entry.tags().size());
      entry.tags().forEach(out::text);
    }
    if (duration != null) {
      out.fixed64(Double.doubleToRawLongBits(duration));
    }
    if (!entry.data().isEmpty()) {
      out.map(entry.data(), 0);
    }
    out.textIfAny(entry.shape());
    return out.toBytes();
  }

  private static int flags(LogEntry entry) {
    LogEntry.LogError error = entry.error();
    return (entry.category() == null ? 0 : CATEGORY)
        | (entry.action() == null ? 0 : ACTION)
        | (entry.requestId() == null ? 0 : REQUEST_ID)
        | (entry.userId() == null ? 0 : USER_ID)
        | (entry.traceId() == null ? 0 : TRACE_ID)
        | (entry.spanId() == null ? 0 : SPAN_ID)
        | (error == null ? 0 : ERROR)
        | (error == null || error.stack() == null ? 0 : STACK)
        | (entry.tags().isEmpty() ? 0 : TAGS)
        | (entry.durationMillis() == null ? 0 : DURATION)
        | (entry.data().isEmpty() ? 0 : DATA)
        | (entry.shape() == null ? 0 : SHAPE);
  }

  /// Reads [#encode(LogEntry)].
  ///
  /// @throws CorruptDataException when the bytes are none of this format
  public static LogEntry decode(byte[] bytes, int from, int length) {
    try {
      In in = new In(bytes, from, from + length);
      if (in.one() != VERSION) {
        throw new CorruptDataException("log entry of an unknown version");
      }
      int flags = (int) in.varint();
      Instant timestamp = Instant.ofEpochSecond(in.zigzag(), in.varint());
      LogLevel level = level(in.one());
      LogEntry.Builder entry = LogEntry.builder(timestamp, level, in.text(), in.text());
      entry.category(in.textIf(flags & CATEGORY)).action(in.textIf(flags & ACTION));
      entry.requestId(in.textIf(flags & REQUEST_ID)).userId(in.textIf(flags & USER_ID));
      entry.traceId(in.textIf(flags & TRACE_ID)).spanId(in.textIf(flags & SPAN_ID));
      if ((flags & ERROR) != 0) {
        entry.error(new LogEntry.LogError(in.text(), in.text(), in.textIf(flags & STACK)));
      }
      if ((flags & TAGS) != 0) {
        int count = in.count();
        List<String> tags = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          tags.add(in.text());
        }
        entry.tags(tags);
      }
      if ((flags & DURATION) != 0) {
        entry.durationMillis(Double.longBitsToDouble(in.fixed64()));
      }
      if ((flags & DATA) != 0) {
        entry.data(in.map(0));
      }
      entry.shape(in.textIf(flags & SHAPE));
      return entry.build();
    } catch (IndexOutOfBoundsException | DateTimeException | ArithmeticException e) {
      throw new CorruptDataException("log entry cannot be read", e);
    }
  }

  /// A batch: `kind | index | count | (length, entry)... | (0 or 1, id?)...`; without the ids when
  /// there is none.
  public static byte[] encodeBatch(
      String index, List<byte[]> entries, List<? extends @Nullable String> ids) {
    Out out = new Out();
    boolean any = ids.stream().anyMatch(Objects::nonNull);
    out.one(any ? BATCH_WITH_IDS : BATCH);
    out.text(index);
    out.varint(entries.size());
    for (byte[] entry : entries) {
      out.varint(entry.length);
      out.bytes(entry);
    }
    if (any) {
      for (String id : ids) {
        out.one(id == null ? 0 : 1);
        out.textIfAny(id);
      }
    }
    return out.toBytes();
  }

  /// That indices are dropped: `kind | count | name...`.
  public static byte[] encodeDrop(Collection<String> indices) {
    Out out = new Out();
    out.one(DROP);
    out.varint(indices.size());
    indices.forEach(out::text);
    return out.toBytes();
  }

  /// What a frame of the write-ahead log says.
  public sealed interface Written {}

  /// Reads [#encodeBatch] and [#encodeDrop].
  ///
  /// @throws CorruptDataException when the bytes are none of this format
  public static Written decodeWritten(byte[] bytes) {
    try {
      In in = new In(bytes, 0, bytes.length);
      int kind = in.one();
      return switch (kind) {
        case BATCH, BATCH_WITH_IDS -> batch(in, kind == BATCH_WITH_IDS);
        case DROP -> {
          Set<String> names = new TreeSet<>();
          for (int left = in.count(); left > 0; left--) {
            names.add(in.text());
          }
          yield new Drop(names);
        }
        default -> throw new CorruptDataException("log batch of an unknown version");
      };
    } catch (IndexOutOfBoundsException e) {
      throw new CorruptDataException("log batch cannot be read", e);
    }
  }

  /// The ids that a frame of the write-ahead log has, without reading its entries.
  ///
  /// @throws CorruptDataException when the bytes are none of this format
  public static WrittenIds decodeIds(byte[] bytes) {
    try {
      In in = new In(bytes, 0, bytes.length);
      if (in.one() != BATCH_WITH_IDS) {
        return new WrittenIds("", List.of());
      }
      String index = in.text();
      int count = in.count();
      for (int i = 0; i < count; i++) {
        in.skip(in.count());
      }
      return new WrittenIds(index, ids(in, count));
    } catch (IndexOutOfBoundsException e) {
      throw new CorruptDataException("log batch cannot be read", e);
    }
  }

  /// @param ids null for an entry that has none; empty when none has
  public record WrittenIds(String index, List<@Nullable String> ids) {
    public WrittenIds {
      ids = Collections.unmodifiableList(new ArrayList<>(ids));
    }
  }

  private static List<@Nullable String> ids(In in, int count) {
    List<@Nullable String> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(in.textIf(in.one()));
    }
    return ids;
  }

  private static Batch batch(In in, boolean withIds) {
    String index = in.text();
    int count = in.count();
    List<byte[]> sources = new ArrayList<>(count);
    List<LogEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] source = in.bytes();
      sources.add(source);
      entries.add(decode(source, 0, source.length));
    }
    return new Batch(index, entries, sources, withIds ? ids(in, count) : List.of());
  }

  /// @param sources the entries, encoded
  /// @param ids their own ids, null for one that has none; empty when none has
  public record Batch(
      String index, List<LogEntry> entries, List<byte[]> sources, List<@Nullable String> ids)
      implements Written {
    public Batch {
      entries = List.copyOf(entries);
      sources = List.copyOf(sources);
      ids = Collections.unmodifiableList(new ArrayList<>(ids));
    }

    /// Own id of the i-th entry, or null.
    public @Nullable String id(int i) {
      return ids.isEmpty() ? null : ids.get(i);
    }
  }

  /// Indices are deleted with all that came before.
  public record Drop(Set<String> indices) implements Written {
    public Drop {
      indices = Set.copyOf(indices);
    }
  }

  private static int code(LogLevel level) {
    return switch (level) {
      case ERROR -> 1;
      case WARN -> 2;
      case INFO -> 3;
      case DEBUG -> 4;
      case TRACE -> 5;
    };
  }

  private static LogLevel level(int code) {
    return switch (code) {
      case 1 -> LogLevel.ERROR;
      case 2 -> LogLevel.WARN;
      case 3 -> LogLevel.INFO;
      case 4 -> LogLevel.DEBUG;
      case 5 -> LogLevel.TRACE;
      default -> throw new CorruptDataException("log level %d".formatted(code));
    };
  }

  /// A growing buffer.
  private static final class Out {
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
        case List<?> list when depth < MAX_DEPTH -> {
          one(6);
          varint(list.size());
          list.forEach(inner -> value(inner, depth + 1));
        }
        case Map<?, ?> map when depth < MAX_DEPTH -> {
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

    byte[] toBytes() {
      return Arrays.copyOf(buffer, size);
    }
  }

  /// Reads bounded bytes; past the end throws IndexOutOfBoundsException.
  private static final class In {
    private final byte[] bytes;
    private final int end;
    private int at;

    In(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.at = from;
      this.end = end;
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

    byte[] bytes() {
      int length = count();
      at += length;
      return Arrays.copyOfRange(bytes, at - length, at);
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
      if (depth > MAX_DEPTH + 1) {
        throw new CorruptDataException("log entry is nested too deep");
      }
      int tag = one();
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
}
