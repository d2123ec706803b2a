package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.metrics.tsdb.index.SeriesIndex;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Labels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Reads a mapped index file; series ids are 0 to [#seriesCount()] - 1 in the order of labels.
/// Thread-safe. Every checksum is verified once, on opening.
final class BlockIndex implements SeriesIndex {

  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int PAIR_BYTES = 16;

  private final MemorySegment symbols;
  private final MemorySegment series;
  private final MemorySegment postings;
  private final int symbolCount;
  private final int seriesCount;
  private final int pairCount;

  private BlockIndex(MemorySegment symbols, MemorySegment series, MemorySegment postings) {
    this.symbols = symbols;
    this.series = series;
    this.postings = postings;
    this.symbolCount = symbols.get(U32, 0);
    this.seriesCount = series.get(U32, 0);
    this.pairCount = postings.get(U32, 0);
  }

  /// @throws CorruptDataException when a checksum or the version is wrong
  static BlockIndex of(MemorySegment file) {
    long footer = file.byteSize() - BlockFormat.INDEX_FOOTER;
    if (footer < 8
        || file.get(U64, 0) != BlockFormat.INDEX_MAGIC
        || file.get(U64, file.byteSize() - 8) != BlockFormat.INDEX_MAGIC) {
      throw new CorruptDataException("not an index, or cut short");
    }
    if (crc(file.asSlice(footer, BlockFormat.INDEX_FOOTER - 12))
        != file.get(U32, file.byteSize() - 12)) {
      throw new CorruptDataException("the footer of the index is damaged");
    }
    int version = file.get(U32, file.byteSize() - 16);
    if (version != BlockMeta.VERSION) {
      throw new CorruptDataException("unknown version of the index: " + version);
    }
    MemorySegment[] sections = new MemorySegment[BlockFormat.SECTIONS];
    for (int i = 0; i < sections.length; i++) {
      long at = footer + i * 20L;
      long start = file.get(U64, at);
      long length = file.get(U64, at + 8);
      if (start < 0 || length < 4 || start > footer - length) {
        throw new CorruptDataException("section %d of the index is out of bounds".formatted(i));
      }
      sections[i] = file.asSlice(start, length);
      if (crc(sections[i]) != file.get(U32, at + 16)) {
        throw new CorruptDataException("section %d of the index is damaged".formatted(i));
      }
    }
    return new BlockIndex(sections[0], sections[1], sections[2]);
  }

  private static int crc(MemorySegment bytes) {
    CRC32C crc = new CRC32C();
    long at = 0;
    while (at < bytes.byteSize()) {
      long length = Math.min(1 << 30, bytes.byteSize() - at);
      crc.update(bytes.asSlice(at, length).asByteBuffer());
      at += length;
    }
    return (int) crc.getValue();
  }

  int seriesCount() {
    return seriesCount;
  }

  private String symbol(int number) {
    long texts = 4 + 4L * symbolCount;
    int start = number == 0 ? 0 : symbols.get(U32, 4L * number);
    int end = symbols.get(U32, 4 + 4L * number);
    byte[] text = new byte[end - start];
    MemorySegment.copy(symbols, ValueLayout.JAVA_BYTE, texts + start, text, 0, text.length);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// Number of the symbol, or -1 when no series has it.
  private int find(String text) {
    int low = 0;
    int high = symbolCount - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = symbol(middle).compareTo(text);
      if (order == 0) {
        return middle;
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private ByteSource row(int id) {
    long rows = 4 + 4L * seriesCount;
    int start = id == 0 ? 0 : series.get(U32, 4L * id);
    int end = series.get(U32, 4 + 4L * id);
    byte[] row = new byte[end - start];
    MemorySegment.copy(series, ValueLayout.JAVA_BYTE, rows + start, row, 0, row.length);
    return new ByteSource(row);
  }

  Labels labels(int id) {
    ByteSource row = row(id);
    String[] pairs = new String[row.count(symbolCount) * 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = symbol(row.count(symbolCount - 1));
    }
    return Labels.of(pairs);
  }

  /// The chunks of a series, in the order of time.
  List<ChunkSpan> chunks(int id) {
    ByteSource row = row(id);
    for (int i = 2 * row.count(symbolCount); i > 0; i--) {
      row.varint();
    }
    int count = row.count(Integer.MAX_VALUE);
    long offset = row.varint();
    long before = 0;
    List<ChunkSpan> chunks = new ArrayList<>(Math.min(count, 1 << 16));
    for (int i = 0; i < count; i++) {
      long min = before + row.zigzag();
      long max = min + row.varint();
      int samples = row.count(Integer.MAX_VALUE);
      int length = row.count(Integer.MAX_VALUE);
      chunks.add(new ChunkSpan(min, max, samples, offset, length));
      offset += length + 4L;
      before = max;
    }
    return chunks;
  }

  @Override
  public Postings all() {
    return Postings.firstIds(seriesCount);
  }

  @Override
  public Postings postings(String name, String value) {
    int nameSymbol = find(name);
    int valueSymbol = nameSymbol < 0 ? -1 : find(value);
    if (valueSymbol < 0) {
      return Postings.EMPTY;
    }
    int at = firstPair(nameSymbol, valueSymbol);
    if (at == pairCount || name(at) != nameSymbol || value(at) != valueSymbol) {
      return Postings.EMPTY;
    }
    return list(at);
  }

  private Postings list(int pair) {
    long lists = 4 + (long) PAIR_BYTES * pairCount;
    long start = lists + Integer.toUnsignedLong(postings.get(U32, pairAt(pair) + 8));
    int count = postings.get(U32, pairAt(pair) + 12);
    long longest = Math.min(5L * count, postings.byteSize() - start);
    byte[] bytes = new byte[(int) longest];
    MemorySegment.copy(postings, ValueLayout.JAVA_BYTE, start, bytes, 0, bytes.length);
    ByteSource in = new ByteSource(bytes);
    int[] ids = new int[count];
    int before = 0;
    for (int i = 0; i < count; i++) {
      before += (int) in.varint();
      ids[i] = before;
    }
    return Postings.of(ids);
  }

  @Override
  public List<String> values(String name) {
    int nameSymbol = find(name);
    if (nameSymbol < 0) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (int at = firstPair(nameSymbol, 0); at < pairCount && name(at) == nameSymbol; at++) {
      values.add(symbol(value(at)));
    }
    return values;
  }

  /// Index of the first pair at or after this one.
  private int firstPair(int nameSymbol, int valueSymbol) {
    int low = 0;
    int high = pairCount;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compare(name(middle), nameSymbol);
      if (order == 0) {
        order = Integer.compare(value(middle), valueSymbol);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int name(int pair) {
    return postings.get(U32, pairAt(pair));
  }

  private int value(int pair) {
    return postings.get(U32, pairAt(pair) + 4);
  }

  private static long pairAt(int pair) {
    return 4 + (long) PAIR_BYTES * pair;
  }

  /// One chunk of a series in the chunks file.
  record ChunkSpan(long minMillis, long maxMillis, int samples, long offset, int length) {
    boolean overlaps(long from, long to) {
      return minMillis <= to && maxMillis >= from;
    }
  }
}
