package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.chunk.ByteSink;
import java.io.IOException;
import java.util.Arrays;

/// Collects which series have which label pair; about four bytes for each label of each series.
final class PostingsBuilder {

  private static final double FILL = 0.6;

  /// Open addressing: pair + 1 and its place, 0 where free.
  private long[] table = new long[1 << 12];

  private int[] places = new int[1 << 12];
  private long[] pairs = new long[1 << 11];
  private int[] counts = new int[1 << 11];
  private int pairCount;

  private int[] entries = new int[1 << 12];
  private int entryCount;
  private int[] seriesEnds = new int[1 << 9];
  private int seriesCount;

  /// Adds a label of the next series.
  void add(int name, int value) {
    int place = place(((long) name << 32) | value);
    counts[place]++;
    if (entryCount == entries.length) {
      entries = Arrays.copyOf(entries, entryCount + entryCount / 2);
    }
    entries[entryCount++] = place;
  }

  /// The next series has no more labels.
  void endSeries() {
    if (seriesCount == seriesEnds.length) {
      seriesEnds = Arrays.copyOf(seriesEnds, seriesCount * 2);
    }
    seriesEnds[seriesCount++] = entryCount;
  }

  private int place(long pair) {
    if (pairCount > table.length * FILL) {
      grow();
    }
    int slot = slot(pair);
    if (table[slot] == 0) {
      if (pairCount == pairs.length) {
        pairs = Arrays.copyOf(pairs, pairCount * 2);
        counts = Arrays.copyOf(counts, pairCount * 2);
      }
      table[slot] = pair + 1;
      places[slot] = pairCount;
      pairs[pairCount++] = pair;
    }
    return places[slot];
  }

  private int slot(long pair) {
    int mask = table.length - 1;
    int slot = (int) ((pair * 0x9e3779b97f4a7c15L) >>> 32) & mask;
    while (table[slot] != 0 && table[slot] != pair + 1) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    table = new long[table.length * 2];
    places = new int[table.length];
    for (int i = 0; i < pairCount; i++) {
      int slot = slot(pairs[i]);
      table[slot] = pairs[i] + 1;
      places[slot] = i;
    }
  }

  /// Writes the section: count, then for each pair name u32, value u32, offset u32, count u32 in
  /// order of name and value, then the lists: series numbers as varint differences.
  void write(ChecksummedFile file) throws IOException {
    int[] starts = new int[pairCount + 1];
    for (int i = 0; i < pairCount; i++) {
      starts[i + 1] = starts[i] + counts[i];
    }
    int[] ids = new int[entryCount];
    int[] next = Arrays.copyOf(starts, pairCount);
    int entry = 0;
    for (int series = 0; series < seriesCount; series++) {
      for (; entry < seriesEnds[series]; entry++) {
        ids[next[entries[entry]]++] = series;
      }
    }
    long[] order = Arrays.copyOf(pairs, pairCount);
    Arrays.sort(order);
    file.out().u32(pairCount);
    long offset = 0;
    ByteSink list = new ByteSink(1024);
    for (long pair : order) {
      int place = places[slot(pair)];
      list.reset(0);
      writeList(ids, starts[place], starts[place + 1], list);
      file.out().u32((int) (pair >>> 32)).u32((int) pair);
      file.out().u32((int) offset).u32(counts[place]);
      file.drain();
      offset += list.size();
      if (offset > 0xffff_ffffL) {
        throw new IOException("the postings of a block would pass 4 GiB");
      }
    }
    for (long pair : order) {
      int place = places[slot(pair)];
      writeList(ids, starts[place], starts[place + 1], file.out());
      file.drain();
    }
  }

  private static void writeList(int[] ids, int from, int to, ByteSink out) {
    int before = 0;
    for (int i = from; i < to; i++) {
      out.varint(ids[i] - before);
      before = ids[i];
    }
  }
}
