package io.mallwatch.traces.segment;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.lz4.Lz4JavaDecompressor;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Span;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.ServiceEdge.NodeType;
import io.mallwatch.traces.graph.EdgeCount;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A sealed, mapped segment. Readers hold it by [#acquire()] and [#release()]; the mapping ends
/// when it was closed and the last of them is gone. Thread-safe.
///
/// Sections of the index are checked against their checksums at opening, blocks when they are read;
/// damage is a [CorruptDataException].
final class Segment {

  /// A block as it lies in the file.
  static final class PackedBlock {
    private final byte[] bytes;
    private final int rawLength;
    private final int crc;

    private PackedBlock(byte[] bytes, int rawLength, int crc) {
      this.bytes = bytes;
      this.rawLength = rawLength;
      this.crc = crc;
    }

    byte[] bytes() {
      return bytes;
    }

    int rawLength() {
      return rawLength;
    }

    int crc() {
      return crc;
    }
  }

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_BLOCK = 256 << 20;
  private static final long CHECKED_AT_ONCE = 1 << 20;

  private final Path file;
  private final Arena arena;
  private final MemorySegment map;
  private final BlockCache cache;
  private final AtomicInteger holders = new AtomicInteger(1);
  private final MemorySegment blocks;
  private final MemorySegment rows;
  private final MemorySegment ids;
  private final MemorySegment terms;
  private final MemorySegment postings;
  private final Map<String, Set<Operation>> operations = new TreeMap<>();
  private final List<EdgeCount> edges = new ArrayList<>();
  private final long lastSequence;
  private final long spans;
  private final long minStart;
  private final long maxEnd;

  private Segment(Path file, Arena arena, MemorySegment map, BlockCache cache, boolean check) {
    this.file = file;
    this.arena = arena;
    this.map = map;
    this.cache = cache;
    long size = map.byteSize();
    long foot = size - SegmentLayout.TRAILER - SegmentLayout.FOOTER;
    if (foot < SegmentLayout.MAGIC.length
        || !Arrays.equals(bytes(0, SegmentLayout.MAGIC.length), SegmentLayout.MAGIC)
        || !Arrays.equals(
            bytes(size - SegmentLayout.MAGIC.length, SegmentLayout.MAGIC.length),
            SegmentLayout.MAGIC)
        || map.get(INT, size - SegmentLayout.TRAILER + 4) != SegmentLayout.FOOTER
        || map.get(INT, size - SegmentLayout.TRAILER)
            != SegmentFile.crc(bytes(foot, SegmentLayout.FOOTER), 0, SegmentLayout.FOOTER)) {
      throw corrupt("has no sound footer", foot);
    }
    this.blocks = section(foot, 0, check);
    this.rows = section(foot, 1, check);
    this.ids = section(foot, 2, check);
    this.terms = section(foot, 3, check);
    this.postings = section(foot, 4, check);
    readNames(section(foot, 5, check));
    long numbers = foot + SegmentLayout.SECTIONS * SegmentLayout.SECTION_ENTRY;
    this.lastSequence = map.get(LONG, numbers);
    this.spans = map.get(LONG, numbers + 8);
    this.minStart = map.get(LONG, numbers + 16);
    this.maxEnd = map.get(LONG, numbers + 24);
  }

  /// Opens `file`.
  ///
  /// @param check whether to check the index; not needed for one that was written just now
  /// @throws CorruptDataException when it is damaged
  @SuppressWarnings(
      "MustBeClosedChecker") // the arena lives as long as the segment; release() closes it
  static Segment open(Path file, BlockCache cache, boolean check) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Segment(
          file,
          arena,
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena),
          cache,
          check);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private MemorySegment section(long foot, int number, boolean check) {
    long entry = foot + (long) number * SegmentLayout.SECTION_ENTRY;
    long at = map.get(LONG, entry);
    long length = map.get(LONG, entry + 8);
    if (at < 0 || length < 0 || at > foot || length > foot - at) {
      throw corrupt("has a section out of bounds", entry);
    }
    MemorySegment section = map.asSlice(at, length);
    if (check) {
      CRC32C crc = new CRC32C();
      for (long from = 0; from < length; from += CHECKED_AT_ONCE) {
        crc.update(section.asSlice(from, Math.min(CHECKED_AT_ONCE, length - from)).asByteBuffer());
      }
      if ((int) crc.getValue() != map.get(INT, entry + 16)) {
        throw corrupt("has a damaged section", at);
      }
    }
    return section;
  }

  private void readNames(MemorySegment section) {
    ByteSource in = new ByteSource(section.toArray(ValueLayout.JAVA_BYTE));
    for (int i = in.count(); i > 0; i--) {
      String service = in.text();
      Set<Operation> known = new HashSet<>();
      for (int j = in.count(); j > 0; j--) {
        known.add(new Operation(in.text(), Span.Kind.values()[in.u8() % 6]));
      }
      operations.put(service, Set.copyOf(known));
    }
    for (int i = in.count(); i > 0; i--) {
      edges.add(
          new EdgeCount(
              in.zigzag(),
              in.text(),
              in.text(),
              NodeType.values()[in.u8() % NodeType.values().length],
              in.varint(),
              in.varint(),
              in.varint()));
    }
  }

  /// Whether it may be read; false once it was closed.
  boolean acquire() {
    int now = holders.get();
    while (now > 0) {
      if (holders.compareAndSet(now, now + 1)) {
        return true;
      }
      now = holders.get();
    }
    return false;
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      arena.close();
    }
  }

  /// Ends the mapping as soon as nobody reads; call once.
  void close() {
    release();
  }

  /// Traces that have all `wanted` terms and may hold a span that passes, newest start first.
  SegmentCandidates candidates(long[] wanted, SpanFilter filter) {
    boolean possible = filter.canHold(minStart, maxEnd, Long.MAX_VALUE);
    RowCursor[] cursors = new RowCursor[possible ? wanted.length : 0];
    for (int i = 0; i < cursors.length; i++) {
      RowCursor found = rowsOf(wanted[i]);
      if (found == null) {
        possible = false;
        break;
      }
      cursors[i] = found;
    }
    return new SegmentCandidates(this, filter, possible ? cursors : null);
  }

  /// The rows of a term, in order; null when it has none.
  @Nullable RowCursor rowsOf(long given) {
    long term = given == 0 ? 1 : given;
    int low = 0;
    int high = termCount() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(term(middle), term);
      if (order == 0) {
        return rowsAt(middle);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  int termCount() {
    return (int) (terms.byteSize() / SegmentLayout.TERM_ENTRY);
  }

  /// The term with a number; they are in the order of unsigned numbers.
  long term(int number) {
    return terms.get(LONG, (long) number * SegmentLayout.TERM_ENTRY);
  }

  /// The rows of the term with a number.
  RowCursor rowsAt(int number) {
    long entry = (long) number * SegmentLayout.TERM_ENTRY;
    return new RowCursor(postings, terms.get(INT, entry + 8), terms.get(INT, entry + 12));
  }

  TraceRow row(int row) {
    long at = (long) row * SegmentLayout.ROW;
    return new TraceRow(
        rows.get(LONG, at),
        rows.get(LONG, at + 8),
        rows.get(LONG, at + 16),
        rows.get(LONG, at + 24),
        rows.get(LONG, at + 32));
  }

  /// Whether the trace at `row` may hold a span that passes.
  boolean canHold(int row, SpanFilter filter) {
    long at = (long) row * SegmentLayout.ROW;
    return filter.canHold(
        rows.get(LONG, at + 16), rows.get(LONG, at + 24), rows.get(LONG, at + 32));
  }

  long start(int row) {
    return rows.get(LONG, (long) row * SegmentLayout.ROW + 16);
  }

  int blockOf(int row) {
    return rows.get(INT, (long) row * SegmentLayout.ROW + 40);
  }

  int offsetOf(int row) {
    return rows.get(INT, (long) row * SegmentLayout.ROW + 44);
  }

  /// Whether spans of a trace are here.
  boolean holds(long idHigh, long idLow) {
    int at = firstFrom(idHigh, idLow);
    return at < rowCount() && compareId(at, idHigh, idLow) == 0;
  }

  /// Where in the order of ids the first trace stands that is not before the given one; the last,
  /// when all are.
  private int firstFrom(long idHigh, long idLow) {
    int low = 0;
    int high = rowCount() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compareId(middle, idHigh, idLow) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Compares the id that stands at `place` in the order of ids, as [SegmentLayout#BY_ID] does.
  private int compareId(int place, long idHigh, long idLow) {
    long at = (long) ids.get(INT, place * 4L) * SegmentLayout.ROW;
    int high = Long.compareUnsigned(rows.get(LONG, at), idHigh);
    return high != 0 ? high : Long.compareUnsigned(rows.get(LONG, at + 8), idLow);
  }

  /// Adds the spans of a trace that are here, in order of arrival.
  void spans(long idHigh, long idLow, TraceSpans found) {
    for (int i = firstFrom(idHigh, idLow); i < rowCount(); i++) {
      if (compareId(i, idHigh, idLow) != 0) {
        break;
      }
      if (found.isFull()) {
        found.leaveOutRest();
        break;
      }
      found.add(spans(ids.get(INT, i * 4L)));
    }
  }

  /// The spans of the trace at `row`.
  List<StoredSpan> spans(int row) {
    int number = blockOf(row);
    return cache.block(this, number).spans(offsetOf(row));
  }

  /// Reads a block; see [BlockCache].
  Block block(int number) {
    PackedBlock packed = packedBlock(number);
    byte[] raw = new byte[packed.rawLength()];
    try {
      int length =
          new Lz4JavaDecompressor()
              .decompress(packed.bytes(), 0, packed.bytes().length, raw, 0, raw.length);
      if (length == raw.length) {
        return Block.of(raw);
      }
    } catch (MalformedInputException | CorruptDataException | MalformedProtoException e) {
      throw new CorruptDataException("%s has a damaged block, no. %d".formatted(file, number), e);
    }
    throw new CorruptDataException("%s has a damaged block, no. %d".formatted(file, number));
  }

  int blockCount() {
    return (int) (blocks.byteSize() / SegmentLayout.BLOCK_ENTRY);
  }

  /// A block as it lies in the file, checked.
  PackedBlock packedBlock(int number) {
    long entry = (long) number * SegmentLayout.BLOCK_ENTRY;
    long at = blocks.get(LONG, entry);
    int length = blocks.get(INT, entry + 8);
    int rawLength = blocks.get(INT, entry + 12);
    int crc = blocks.get(INT, entry + 16);
    if (at < 0
        || length < 0
        || at + length > map.byteSize()
        || rawLength < 0
        || rawLength > MAX_BLOCK) {
      throw corrupt("has a block out of bounds", at);
    }
    byte[] packed = bytes(at, length);
    if (SegmentFile.crc(packed, 0, length) != crc) {
      throw corrupt("has a damaged block", at);
    }
    return new PackedBlock(packed, rawLength, crc);
  }

  private byte[] bytes(long at, long length) {
    return map.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
  }

  private CorruptDataException corrupt(String what, long at) {
    return new CorruptDataException("%s %s, at %d".formatted(file, what, at));
  }

  int rowCount() {
    return (int) (rows.byteSize() / SegmentLayout.ROW);
  }

  Path file() {
    return file;
  }

  long sizeBytes() {
    return map.byteSize();
  }

  long lastSequence() {
    return lastSequence;
  }

  long spanCount() {
    return spans;
  }

  Map<String, Set<Operation>> operations() {
    return operations;
  }

  List<EdgeCount> edges() {
    return edges;
  }
}
