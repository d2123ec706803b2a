package io.mallwatch.metrics.tsdb.block;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the walk over one block stands while it is merged. Compares by labels, then by rank. Not
/// thread-safe.
final class MergeSource implements Comparable<MergeSource> {

  /// Slices whose new place is remembered.
  private static final int KNOWN_SLICES = 1 << 16;

  private final Block block;
  private final int place;
  private final Symbols.Merged symbols;
  private final Map<Long, Long> slices = new HashMap<>();
  private int id = -1;
  private int[] pairs = {};

  /// @param place of this block in the order of rank
  MergeSource(Block block, int place, Symbols.Merged symbols) {
    this.block = block;
    this.place = place;
    this.symbols = symbols;
  }

  /// Steps to the next series; false when there is none.
  boolean next() {
    id++;
    if (id >= block.seriesCount()) {
      return false;
    }
    pairs = block.index().pairs(id);
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = symbols.number(place, pairs[i]);
    }
    return true;
  }

  Block block() {
    return block;
  }

  int id() {
    return id;
  }

  /// Merged numbers of the symbols of the present series.
  int[] pairs() {
    return pairs;
  }

  int comparePairs(int[] other) {
    int shared = Math.min(pairs.length, other.length);
    for (int i = 0; i < shared; i++) {
      if (pairs[i] != other[i]) {
        return Integer.compare(pairs[i], other[i]);
      }
    }
    return Integer.compare(pairs.length, other.length);
  }

  @Override
  public int compareTo(MergeSource other) {
    int order = comparePairs(other.pairs);
    return order != 0 ? order : Integer.compare(place, other.place);
  }

  /// The chunks of the present series.
  List<StoredChunk> chunks() {
    List<StoredChunk> chunks = new ArrayList<>();
    ChunkTable table = block.index().chunks(id);
    TimeSlices times = block.slices();
    while (table.next()) {
      long slice = table.slice();
      chunks.add(
          new StoredChunk(
              this,
              times.minMillis(slice),
              times.maxMillis(slice),
              times.count(slice),
              slice,
              table.offset(),
              table.length()));
    }
    return chunks;
  }

  /// One chunk of the block.
  record StoredChunk(
      MergeSource source,
      long minMillis,
      long maxMillis,
      int count,
      long slice,
      long offset,
      int length) {

    /// The chunk and four bytes of checksum.
    byte[] bytes() {
      return source.block.chunkBytes(offset, length);
    }

    long[] times(TimeCache cache) {
      return cache.times(source.block.slices(), slice);
    }

    /// Where the slice of its times is in the block that is written.
    long sliceIn(BlockWriter writer) throws IOException {
      Long known = source.slices.get(slice);
      if (known == null) {
        byte[] bytes = source.block.slices().bytes(slice);
        known = writer.slice(bytes, bytes.length);
        if (source.slices.size() == KNOWN_SLICES) {
          source.slices.clear();
        }
        source.slices.put(slice, known);
      }
      return known;
    }
  }
}
