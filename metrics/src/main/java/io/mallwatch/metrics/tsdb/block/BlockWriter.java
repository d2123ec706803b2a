package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.chunk.ByteSink;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.chunk.ChunkWriter;
import io.mallwatch.metrics.tsdb.chunk.SampleBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;

/// Writes the files of one block into a folder that queries do not see yet. Samples stream through;
/// labels and chunk tables stay in memory until the index is written.
final class BlockWriter {

  private final Path folder;
  private final List<IndexWriter.Entry> entries = new ArrayList<>();
  private long samples;
  private int chunkCount;

  private BlockWriter(Path folder) {
    this.folder = folder;
  }

  /// Writes the series, which come sorted by `Labels.ORDER`, none twice; those without samples are
  /// left out.
  ///
  /// @param meta number, range, level and sources; the counts are filled in
  /// @return what was written; with no samples the block is of no use and should be thrown away
  static BlockMeta write(Path folder, BlockMeta meta, Iterator<BlockSeries> series)
      throws IOException {
    return new BlockWriter(folder).write(meta, series);
  }

  private BlockMeta write(BlockMeta meta, Iterator<BlockSeries> series) throws IOException {
    long bytes = writeChunks(series);
    bytes += IndexWriter.write(folder.resolve(BlockFormat.INDEX), entries);
    BlockMeta whole =
        new BlockMeta(
            meta.number(),
            meta.fromMillis(),
            meta.toMillis(),
            meta.level(),
            entries.size(),
            samples,
            chunkCount,
            bytes,
            meta.replaces());
    try (ChecksummedFile file = new ChecksummedFile(folder.resolve(BlockMeta.FILE))) {
      file.out().bytes(whole.toJson().getBytes(StandardCharsets.UTF_8));
      file.finish();
    }
    return whole;
  }

  private long writeChunks(Iterator<BlockSeries> series) throws IOException {
    try (ChecksummedFile file = new ChecksummedFile(folder.resolve(BlockFormat.CHUNKS))) {
      file.out().u64(BlockFormat.CHUNKS_MAGIC);
      while (series.hasNext()) {
        BlockSeries next = series.next();
        if (!next.samples().isEmpty()) {
          byte[] table = writeSeries(file, next.samples());
          entries.add(new IndexWriter.Entry(next.labels(), table));
        }
      }
      ByteSink footer = new ByteSink(BlockFormat.CHUNKS_FOOTER);
      footer.u64(file.position()).u32(chunkCount);
      footer.u32(checksum(footer.array(), footer.size())).u64(BlockFormat.CHUNKS_MAGIC);
      file.out().bytes(footer.toByteArray());
      file.finish();
      return file.position();
    }
  }

  /// Writes the chunks of one series behind each other and returns its chunk table.
  private byte[] writeSeries(ChecksummedFile file, SampleBuffer buffer) throws IOException {
    int count = (buffer.size() + ChunkWriter.MAX_SAMPLES - 1) / ChunkWriter.MAX_SAMPLES;
    ByteSink table = new ByteSink(16 + count * 12);
    table.varint(count).varint(file.position());
    long before = 0;
    for (int i = 0; i < count; i++) {
      int from = i * ChunkWriter.MAX_SAMPLES;
      int to = Math.min(buffer.size(), from + ChunkWriter.MAX_SAMPLES);
      Chunk chunk = ChunkWriter.write(buffer, from, to);
      byte[] bytes = chunk.bytes();
      file.out().bytes(bytes).u32(checksum(bytes, bytes.length));
      file.drain();
      table.zigzag(chunk.minMillis() - before).varint(chunk.maxMillis() - chunk.minMillis());
      table.varint(chunk.count()).varint(bytes.length);
      before = chunk.maxMillis();
    }
    samples += buffer.size();
    chunkCount += count;
    return table.toByteArray();
  }

  static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
