package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.block.MergeSource.StoredChunk;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.chunk.ChunkReader;
import io.mallwatch.metrics.tsdb.chunk.ChunkWriter;
import io.mallwatch.metrics.tsdb.chunk.ColumnEdits;
import io.mallwatch.model.CorruptDataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Writes the series of several blocks as one block: one series is in memory at a time. Chunks that
/// need no change are copied as they are; small ones that follow each other become one; where
/// blocks overlap in time, or samples were deleted or are over their time, samples are merged one
/// by one, and of two at the same time the one from the block of the higher rank stays.
final class BlockMerge {

  /// Chunks with at least this many samples are left alone.
  private static final int FULL = ChunkWriter.MAX_SAMPLES * 5 / 8;

  private final List<MergeSource> sources = new ArrayList<>();
  private final Symbols.Merged symbols;
  private final Keep keep;
  private final Pace pace;
  private final BlockDamage damage;
  private final TimeCache cache = new TimeCache();
  private final SampleColumns samples = new SampleColumns(ChunkWriter.MAX_SAMPLES);

  /// @throws CorruptDataException when a source is damaged
  BlockMerge(List<Block> blocks, Keep keep, Pace pace, BlockDamage damage) {
    List<Block> ranked =
        blocks.stream()
            .sorted(Comparator.comparingLong((Block block) -> block.meta().rank()))
            .toList();
    this.symbols = new Symbols.Merged(ranked.stream().map(Block::index).toList());
    this.keep = keep;
    this.pace = pace;
    this.damage = damage;
    for (int i = 0; i < ranked.size(); i++) {
      sources.add(new MergeSource(ranked.get(i), i, symbols));
    }
  }

  Symbols symbols() {
    return symbols;
  }

  /// Writes all series.
  void writeTo(BlockWriter writer) throws IOException {
    PriorityQueue<MergeSource> queue = new PriorityQueue<>();
    for (MergeSource source : sources) {
      if (source.next()) {
        queue.add(source);
      }
    }
    List<MergeSource> same = new ArrayList<>();
    while (!queue.isEmpty()) {
      same.clear();
      int[] pairs = queue.element().pairs();
      while (!queue.isEmpty() && queue.element().comparePairs(pairs) == 0) {
        same.add(queue.remove());
      }
      writeSeries(same, writer);
      writer.endSeries(pairs);
      for (MergeSource source : same) {
        if (source.next()) {
          queue.add(source);
        }
      }
      pace.step();
    }
  }

  /// @param same in the order of rank
  private void writeSeries(List<MergeSource> same, BlockWriter writer) throws IOException {
    boolean whole = true;
    List<StoredChunk> chunks = new ArrayList<>();
    for (MergeSource source : same) {
      long since = keep.since(source.block(), source.id());
      whole &= since == Long.MIN_VALUE && !source.block().tombstones().touches(source.id());
      chunks.addAll(source.chunks());
    }
    chunks.sort(Comparator.comparingLong(StoredChunk::minMillis));
    for (int i = 1; i < chunks.size(); i++) {
      whole &= chunks.get(i).minMillis() > chunks.get(i - 1).maxMillis();
    }
    if (whole) {
      copy(chunks, writer);
    } else {
      mergeSamples(same, writer);
    }
  }

  private void mergeSamples(List<MergeSource> same, BlockWriter writer) throws IOException {
    samples.clear();
    for (MergeSource source : same) {
      int middle = samples.size();
      long since = keep.since(source.block(), source.id());
      source.block().read(source.id(), since, Long.MAX_VALUE, cache, samples);
      ColumnEdits.mergeTail(samples, middle);
    }
    if (!samples.isEmpty()) {
      writer.add(samples);
    }
  }

  private void copy(List<StoredChunk> chunks, BlockWriter writer) throws IOException {
    int from = 0;
    while (from < chunks.size()) {
      int to = from + 1;
      int count = chunks.get(from).count();
      if (count < FULL) {
        while (to < chunks.size()
            && chunks.get(to).count() < FULL
            && count + chunks.get(to).count() <= ChunkWriter.MAX_SAMPLES) {
          count += chunks.get(to).count();
          to++;
        }
      }
      if (to == from + 1) {
        copy(chunks.get(from), writer);
      } else {
        join(chunks.subList(from, to), writer);
      }
      from = to;
    }
  }

  private void copy(StoredChunk chunk, BlockWriter writer) throws IOException {
    try {
      byte[] bytes = chunk.bytes();
      writer.copy(chunk.sliceIn(writer), chunk.count(), bytes, bytes.length - 4);
    } catch (CorruptDataException e) {
      damage.chunk();
    }
  }

  private void join(List<StoredChunk> chunks, BlockWriter writer) throws IOException {
    samples.clear();
    for (StoredChunk chunk : chunks) {
      try {
        byte[] bytes = chunk.bytes();
        long[] times = chunk.times(cache);
        ChunkReader.readBody(new ByteSource(bytes, 0, bytes.length - 4), times.length, samples);
        System.arraycopy(times, 0, samples.times(), samples.size(), times.length);
        samples.size(samples.size() + times.length);
      } catch (CorruptDataException e) {
        damage.chunk();
      }
    }
    if (!samples.isEmpty()) {
      writer.addRun(samples);
    }
  }
}
