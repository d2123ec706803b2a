package io.mallwatch.logs.lucene.document;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Entries and batches as bytes: what the write-ahead log and the stored fields hold. The format is
/// described in `docs/formats/logs.md`.
///
/// Whole numbers come back as `Long`, others as `Double`, anything that is no text, number,
/// boolean, list or map as text.
public final class EntryCodec {

  static final byte VERSION = 1;
  static final int MAX_DEPTH = 32;

  private static final int BATCH = 1;
  private static final int BATCH_WITH_IDS = 2;
  private static final int DROP = 3;

  static final int CATEGORY = 1;
  static final int ACTION = 1 << 1;
  static final int REQUEST_ID = 1 << 2;
  static final int USER_ID = 1 << 3;
  static final int TRACE_ID = 1 << 4;
  static final int SPAN_ID = 1 << 5;
  static final int ERROR = 1 << 6;
  static final int STACK = 1 << 7;
  static final int TAGS = 1 << 8;
  static final int DURATION = 1 << 9;
  static final int DATA = 1 << 10;
  static final int SHAPE = 1 << 11;

  private EntryCodec() {}

  /// One entry.
  public static byte[] encode(LogEntry entry) {
    EntryOutput out = new EntryOutput();
    encode(entry, out);
    return out.toBytes();
  }

  private static void encode(LogEntry entry, EntryOutput out) {
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
      EntryInput in = new EntryInput(bytes, from, from + length);
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
  public static byte[] encodeBatch(LogBatch batch) {
    EntryOutput out = new EntryOutput();
    EntryOutput one = new EntryOutput();
    boolean any = false;
    for (String id : batch.ids()) {
      any |= id != null;
    }
    out.one(any ? BATCH_WITH_IDS : BATCH);
    out.text(batch.index());
    out.varint(batch.entries().size());
    for (LogEntry entry : batch.entries()) {
      one.clear();
      encode(entry, one);
      out.sized(one);
    }
    if (any) {
      for (String id : batch.ids()) {
        out.one(id == null ? 0 : 1);
        out.textIfAny(id);
      }
    }
    return out.toBytes();
  }

  /// That indices are dropped: `kind | count | name...`.
  public static byte[] encodeDrop(Collection<String> indices) {
    EntryOutput out = new EntryOutput();
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
      EntryInput in = new EntryInput(bytes, 0, bytes.length);
      int kind = in.one();
      return switch (kind) {
        case BATCH, BATCH_WITH_IDS -> batch(bytes, in, kind == BATCH_WITH_IDS);
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
      EntryInput in = new EntryInput(bytes, 0, bytes.length);
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

  private static List<@Nullable String> ids(EntryInput in, int count) {
    List<@Nullable String> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(in.textIf(in.one()));
    }
    return ids;
  }

  private static Batch batch(byte[] bytes, EntryInput in, boolean withIds) {
    String index = in.text();
    int count = in.count();
    int[] offsets = new int[count];
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = in.count();
      offsets[i] = in.at();
      in.skip(lengths[i]);
    }
    return new Batch(index, bytes, offsets, lengths, withIds ? ids(in, count) : List.of());
  }

  /// Entries as they were written; nothing of them is read yet.
  public static final class Batch implements Written {
    private final String index;
    private final byte[] bytes;
    private final int[] offsets;
    private final int[] lengths;
    private final List<@Nullable String> ids;

    private Batch(
        String index, byte[] bytes, int[] offsets, int[] lengths, List<@Nullable String> ids) {
      this.index = index;
      this.bytes = bytes;
      this.offsets = offsets;
      this.lengths = lengths;
      this.ids = ids;
    }

    public String index() {
      return index;
    }

    public int size() {
      return offsets.length;
    }

    /// Own id of the i-th entry, or null.
    public @Nullable String id(int i) {
      return ids.isEmpty() ? null : ids.get(i);
    }

    /// Moves a view to the i-th entry.
    ///
    /// @throws CorruptDataException when the bytes are none of this format
    public void read(int i, EntryView view) {
      view.over(bytes, offsets[i], lengths[i]);
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

  static LogLevel level(int code) {
    return switch (code) {
      case 1 -> LogLevel.ERROR;
      case 2 -> LogLevel.WARN;
      case 3 -> LogLevel.INFO;
      case 4 -> LogLevel.DEBUG;
      case 5 -> LogLevel.TRACE;
      default -> throw new CorruptDataException("log level %d".formatted(code));
    };
  }
}
