package io.mallwatch.metrics.tsdb.block;

import static io.mallwatch.metrics.tsdb.block.BlockFormat.U32;
import static io.mallwatch.metrics.tsdb.block.BlockFormat.U64;

import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.metrics.tsdb.index.SeriesIndex;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Labels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Reads a mapped index file; series ids are 0 to [#seriesCount()] - 1 in the order of labels.
/// Nothing is read before it is needed. Thread-safe.
final class BlockIndex implements SeriesIndex {

  private static final int PAIR_BYTES = 16;

  /// Texts that are kept decoded, a power of two.
  private static final int KEPT_TEXTS = 1 << 12;

  private final Section symbols;
  private final Section rows;
  private final Section rowEnds;
  private final Section postings;
  private final int seriesCount;
  private final AtomicReferenceArray<Text> texts = new AtomicReferenceArray<>(KEPT_TEXTS);

  private record Text(int number, String text) {}

  private BlockIndex(Section[] sections) {
    this.symbols = sections[BlockFormat.SYMBOLS];
    this.rows = sections[BlockFormat.ROW_BYTES];
    this.rowEnds = sections[BlockFormat.ROW_ENDS];
    this.postings = sections[BlockFormat.POSTINGS];
    this.seriesCount = Math.toIntExact(rowEnds.byteSize() / 4);
  }

  /// Checks that the file is whole, not that every part of it is sound.
  ///
  /// @throws CorruptDataException when it is cut short, or the footer is damaged or of another
  ///   version
  static BlockIndex of(MemorySegment file) {
    long footer = file.byteSize() - BlockFormat.INDEX_FOOTER;
    if (footer < 8
        || file.get(U64, 0) != BlockFormat.INDEX_MAGIC
        || file.get(U64, file.byteSize() - 8) != BlockFormat.INDEX_MAGIC) {
      throw new CorruptDataException("not an index, or cut short");
    }
    byte[] tail = file.asSlice(footer).toArray(ValueLayout.JAVA_BYTE);
    int covered = tail.length - 12;
    if (BlockFormat.checksum(tail, 0, covered) != file.get(U32, file.byteSize() - 12)) {
      throw new CorruptDataException("the footer of the index is damaged");
    }
    int version = file.get(U32, file.byteSize() - 16);
    if (version != BlockMeta.VERSION) {
      throw new CorruptDataException("unknown version of the index: " + version);
    }
    Section[] sections = new Section[BlockFormat.SECTIONS];
    for (int i = 0; i < sections.length; i++) {
      long at = footer + i * 20L;
      long start = file.get(U64, at);
      long length = file.get(U64, at + 8);
      if (start < 0 || length < 0 || start > footer - length) {
        throw new CorruptDataException("section %d of the index is out of bounds".formatted(i));
      }
      sections[i] =
          new Section(
              "section %d of the index".formatted(i),
              file.asSlice(start, length),
              file.get(U32, at + 16));
    }
    return new BlockIndex(sections);
  }

  /// Reads everything once to find damage.
  ///
  /// @throws CorruptDataException when there is some
  void verify() {
    symbols.bytes();
    rows.bytes();
    rowEnds.bytes();
    postings.bytes();
  }

  int seriesCount() {
    return seriesCount;
  }

  int symbolCount() {
    return symbols.bytes().get(U32, 0);
  }

  /// UTF-8 of a symbol; numbers compare like texts.
  byte[] symbolBytes(int number) {
    MemorySegment bytes = symbols.bytes();
    long start = 4 + 4L * symbolCount();
    int from = number == 0 ? 0 : bytes.get(U32, 4L * number);
    int to = bytes.get(U32, 4 + 4L * number);
    byte[] text = new byte[to - from];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, start + from, text, 0, text.length);
    return text;
  }

  private String symbol(int number) {
    int slot = number & (KEPT_TEXTS - 1);
    Text kept = texts.get(slot);
    if (kept == null || kept.number() != number) {
      kept = new Text(number, new String(symbolBytes(number), StandardCharsets.UTF_8));
      texts.set(slot, kept);
    }
    return kept.text();
  }

  /// Number of the symbol, or -1 when no series has it.
  private int find(String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    int low = 0;
    int high = symbolCount() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = SymbolText.compare(symbolBytes(middle), wanted);
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
    MemorySegment ends = rowEnds.bytes();
    long start = id == 0 ? 0 : Integer.toUnsignedLong(ends.get(U32, 4L * (id - 1)));
    long end = Integer.toUnsignedLong(ends.get(U32, 4L * id));
    byte[] row = new byte[(int) (end - start)];
    MemorySegment.copy(rows.bytes(), ValueLayout.JAVA_BYTE, start, row, 0, row.length);
    return new ByteSource(row);
  }

  /// The chunks of a series, in the order of time.
  ChunkTable chunks(int id) {
    ByteSource row = row(id);
    var _ = row.count(Integer.MAX_VALUE);
    return new ChunkTable(row);
  }

  /// Numbers of the symbols of a series: name, value, name, value ...
  int[] pairs(int id) {
    ByteSource row = row(id);
    var _ = row.skip(row.count(Integer.MAX_VALUE));
    int[] pairs = new int[row.count(Integer.MAX_VALUE) * 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = row.count(Integer.MAX_VALUE);
    }
    return pairs;
  }

  Labels labels(int id) {
    int[] numbers = pairs(id);
    String[] pairs = new String[numbers.length];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = symbol(numbers[i]);
    }
    return Labels.ofSortedPairs(pairs);
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
    if (at == pairCount() || name(at) != nameSymbol || value(at) != valueSymbol) {
      return Postings.EMPTY;
    }
    return list(at);
  }

  private Postings list(int pair) {
    MemorySegment bytes = postings.bytes();
    long lists = 4 + (long) PAIR_BYTES * pairCount();
    long start = lists + Integer.toUnsignedLong(bytes.get(U32, pairAt(pair) + 8));
    int count = bytes.get(U32, pairAt(pair) + 12);
    long longest = Math.min(5L * count, bytes.byteSize() - start);
    byte[] encoded = new byte[(int) longest];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, start, encoded, 0, encoded.length);
    ByteSource in = new ByteSource(encoded);
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
    int pairs = pairCount();
    for (int at = firstPair(nameSymbol, 0); at < pairs && name(at) == nameSymbol; at++) {
      values.add(symbol(value(at)));
    }
    return values;
  }

  /// Every label pair, in order, with how many series have it.
  void forEachPair(PairCount action) {
    MemorySegment bytes = postings.bytes();
    int pairs = pairCount();
    for (int at = 0; at < pairs; at++) {
      action.pair(symbol(name(at)), symbol(value(at)), bytes.get(U32, pairAt(at) + 12));
    }
  }

  /// Called with each label pair.
  @FunctionalInterface
  interface PairCount {
    void pair(String name, String value, int series);
  }

  private int pairCount() {
    return postings.bytes().get(U32, 0);
  }

  /// Index of the first pair at or after this one.
  private int firstPair(int nameSymbol, int valueSymbol) {
    int low = 0;
    int high = pairCount();
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
    return postings.bytes().get(U32, pairAt(pair));
  }

  private int value(int pair) {
    return postings.bytes().get(U32, pairAt(pair) + 4);
  }

  private static long pairAt(int pair) {
    return 4 + (long) PAIR_BYTES * pair;
  }
}
