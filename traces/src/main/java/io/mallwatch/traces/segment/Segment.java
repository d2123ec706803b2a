package io.mallwatch.traces.segment;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Span;
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

/// A sealed, mapped segment. Readers hold it by [#acquire()] and [#release()]; the mapping ends
/// when it was closed and the last of them is gone. Thread-safe.
///
/// Sections of the index are checked against their checksums at opening, blocks when they are read;
/// damage is a [CorruptDataException].
final class Segment {

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_BLOCK = 256 << 20;

  private final Path file;
  private final Arena arena;
  private final MemorySegment map;
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

  private Segment(Path file, Arena arena, MemorySegment map) {
    this.file = file;
    this.arena = arena;
    this.map = map;
    long size = map.byteSize();
    long foot = size - SegmentLayout.TRAILER - SegmentLayout.FOOTER;
    if (foot < SegmentLayout.MAGIC.length
        || !Arrays.equals(bytes(0, SegmentLayout.MAGIC.length), SegmentLayout.MAGIC)
        || !Arrays.equals(
            bytes(size - SegmentLayout.MAGIC.length, SegmentLayout.MAGIC.length),
            SegmentLayout.MAGIC)
        || map.get(INT, size - SegmentLayout.TRAILER + 4) != SegmentLayout.FOOTER
        || map.get(INT, size - SegmentLayout.TRAILER)
            != SegmentWriter.crc(bytes(foot, SegmentLayout.FOOTER))) {
      throw corrupt("has no sound footer", foot);
    }
    this.blocks = section(foot, 0);
    this.rows = section(foot, 1);
    this.ids = section(foot, 2);
    this.terms = section(foot, 3);
    this.postings = section(foot, 4);
    readNames(section(foot, 5));
    long numbers = foot + SegmentLayout.SECTIONS * SegmentLayout.SECTION_ENTRY;
    this.lastSequence = map.get(LONG, numbers);
    this.spans = map.get(LONG, numbers + 8);
    this.minStart = map.get(LONG, numbers + 16);
    this.maxEnd = map.get(LONG, numbers + 24);
  }

  /// Opens `file`.
  ///
  /// @throws CorruptDataException when it is damaged
  @SuppressWarnings(
      "MustBeClosedChecker") // the arena lives as long as the segment; release() closes it
  static Segment open(Path file) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Segment(
          file, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private MemorySegment section(long foot, int number) {
    long entry = foot + (long) number * SegmentLayout.SECTION_ENTRY;
    long at = map.get(LONG, entry);
    long length = map.get(LONG, entry + 8);
    if (at < 0 || length < 0 || at > foot || length > foot - at) {
      throw corrupt("has a section out of bounds", entry);
    }
    if (SegmentWriter.crc(bytes(at, length)) != map.get(INT, entry + 16)) {
      throw corrupt("has a damaged section", at);
    }
    return map.asSlice(at, length);
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

  /// Rows that have all `terms` and may hold a span that passes, newest start first.
  List<Integer> candidates(List<Long> wanted, SpanFilter filter) {
    List<Integer> found = new ArrayList<>();
    if (!filter.canHold(minStart, maxEnd, Long.MAX_VALUE)) {
      return found;
    }
    int count = rowCount();
    if (wanted.isEmpty()) {
      for (int row = 0; row < count; row++) {
        addIfPossible(row, filter, found);
      }
      return found;
    }
    int[] both = null;
    for (long term : wanted) {
      int[] rowsOfTerm = rowsOf(term);
      both = both == null ? rowsOfTerm : intersect(both, rowsOfTerm);
      if (both.length == 0) {
        return found;
      }
    }
    for (int row : both == null ? new int[0] : both) {
      addIfPossible(row, filter, found);
    }
    return found;
  }

  private void addIfPossible(int row, SpanFilter filter, List<Integer> found) {
    TraceRow trace = row(row);
    if (filter.canHold(trace.minStart(), trace.maxEnd(), trace.longest())) {
      found.add(row);
    }
  }

  private int[] rowsOf(long term) {
    int low = 0;
    int high = (int) (terms.byteSize() / SegmentLayout.TERM_ENTRY) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long entry = (long) middle * SegmentLayout.TERM_ENTRY;
      int order = Long.compareUnsigned(terms.get(LONG, entry), term);
      if (order == 0) {
        return decodePostings(terms.get(INT, entry + 8), terms.get(INT, entry + 12));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return new int[0];
  }

  private int[] decodePostings(int offset, int count) {
    int[] found = new int[count];
    long at = Integer.toUnsignedLong(offset);
    int last = 0;
    for (int i = 0; i < count; i++) {
      int delta = 0;
      int shift = 0;
      byte b;
      do {
        b = postings.get(ValueLayout.JAVA_BYTE, at++);
        delta |= (b & 0x7f) << shift;
        shift += 7;
      } while (b < 0);
      last += delta;
      found[i] = last;
    }
    return found;
  }

  private static int[] intersect(int[] left, int[] right) {
    int[] both = new int[Math.min(left.length, right.length)];
    int size = 0;
    for (int i = 0, j = 0; i < left.length && j < right.length; ) {
      if (left[i] == right[j]) {
        both[size++] = left[i];
        i++;
        j++;
      } else if (left[i] < right[j]) {
        i++;
      } else {
        j++;
      }
    }
    return Arrays.copyOf(both, size);
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

  /// The spans of a trace that are here; empty when there are none.
  List<Span> spans(String traceId) {
    TraceRow wanted = new TraceRow(SpanBlock.high(traceId), SpanBlock.low(traceId), 0, 0, 0);
    int low = 0;
    int high = rowCount() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int row = ids.get(INT, middle * 4L);
      int order = SegmentLayout.BY_ID.compare(row(row), wanted);
      if (order == 0) {
        return spans(row);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return List.of();
  }

  /// The spans of the trace at `row`.
  List<Span> spans(int row) {
    long at = (long) row * SegmentLayout.ROW;
    byte[] block = block(rows.get(INT, at + 40));
    int offset = rows.get(INT, at + 44);
    ByteSource in = new ByteSource(Arrays.copyOfRange(block, offset, block.length));
    List<Span> all = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      all.addAll(SpanBlock.decode(in.raw(in.count())));
    }
    return all;
  }

  private byte[] block(int number) {
    long entry = (long) number * SegmentLayout.BLOCK_ENTRY;
    long at = blocks.get(LONG, entry);
    int length = blocks.get(INT, entry + 8);
    int rawLength = blocks.get(INT, entry + 12);
    byte[] packed = bytes(at, length);
    if (SegmentWriter.crc(packed) != blocks.get(INT, entry + 16)
        || rawLength < 0
        || rawLength > MAX_BLOCK) {
      throw corrupt("has a damaged block", at);
    }
    byte[] raw = new byte[rawLength];
    try {
      new ZstdJavaDecompressor().decompress(packed, 0, length, raw, 0, rawLength);
    } catch (MalformedInputException e) {
      throw new CorruptDataException("%s has a damaged block, at %d".formatted(file, at), e);
    }
    return raw;
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
