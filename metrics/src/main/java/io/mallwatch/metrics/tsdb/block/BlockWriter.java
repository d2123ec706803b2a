package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.ByteSink;
import io.mallwatch.metrics.tsdb.chunk.ChunkWriter;
import io.mallwatch.metrics.tsdb.wal.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes the files of one block into a folder that queries do not see yet. Everything streams
/// through; in memory are only the texts of labels and a few bytes for each series.
///
/// Series come in the order of labels: their chunks first, then [#endSeries].
final class BlockWriter implements AutoCloseable {

  /// Slices of times that are remembered to be shared.
  private static final int KNOWN_SLICES = 1 << 15;

  private final Path folder;
  private final Disk disk;
  private final ChecksummedFile chunks;
  private final ChecksummedFile times;
  private final IndexWriter index;
  private final ChunkWriter encoder = new ChunkWriter();
  private final ByteSink bytes = new ByteSink(4096);
  private final ByteSink table = new ByteSink(1024);
  private final ByteSink head = new ByteSink(16);
  private final Map<ByteBuffer, Long> knownSlices =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
          return size() > KNOWN_SLICES;
        }
      };
  private int seriesChunks;
  private long seriesStart;
  private long lastSlice;
  private long seriesSamples;
  private long samples;
  private int chunkCount;

  BlockWriter(Path folder, Symbols symbols, Disk disk) throws IOException {
    this.folder = folder;
    this.disk = disk;
    this.chunks = new ChecksummedFile(folder.resolve(BlockFormat.CHUNKS), disk);
    this.times = new ChecksummedFile(folder.resolve(BlockFormat.TIMES), disk);
    this.index = new IndexWriter(folder, symbols, disk);
    chunks.out().u64(BlockFormat.CHUNKS_MAGIC);
    times.out().u64(BlockFormat.TIMES_MAGIC);
    beginSeries();
  }

  private void beginSeries() {
    table.reset(0);
    seriesChunks = 0;
    seriesSamples = 0;
    seriesStart = chunks.position();
    lastSlice = 0;
  }

  /// Adds samples of the present series, cut into chunks.
  void add(SampleColumns series) throws IOException {
    long window = ChunkGrid.windowMillis(series);
    for (int from = 0; from < series.size(); ) {
      int to = ChunkGrid.end(series, from, window);
      add(series, from, to);
      from = to;
    }
  }

  /// Adds samples of the present series, at most [ChunkWriter#MAX_SAMPLES], in as few chunks as can
  /// be.
  void addRun(SampleColumns series) throws IOException {
    for (int from = 0; from < series.size(); ) {
      int to = ChunkWriter.runEnd(series, from, series.size());
      add(series, from, to);
      from = to;
    }
  }

  private void add(SampleColumns series, int from, int to) throws IOException {
    bytes.reset(0);
    bytes.u64(series.times()[from]).u64(series.times()[to - 1]).u32(to - from);
    encoder.writeTimes(series.times(), from, to, bytes);
    int length = bytes.size() - BlockFormat.SLICE_HEAD;
    bytes.patchU32(16, (to - from) | (length << 16));
    long slice = slice(bytes.array(), bytes.size());
    bytes.reset(0);
    encoder.writeBody(series, from, to, bytes);
    copy(slice, to - from, bytes.array(), bytes.size());
  }

  /// Adds a slice of times as it is in a file, or finds it; where it is.
  long slice(byte[] source, int length) throws IOException {
    Long known = knownSlices.get(ByteBuffer.wrap(source, 0, length));
    if (known != null) {
      return known;
    }
    long offset = times.position();
    times.out().bytes(source, 0, length);
    times.drain();
    knownSlices.put(ByteBuffer.wrap(Arrays.copyOf(source, length)), offset);
    return offset;
  }

  /// Adds a chunk of the present series that is encoded already.
  ///
  /// @param slice where its times are in this block
  void copy(long slice, int count, byte[] body, int length) throws IOException {
    chunks.out().bytes(body, 0, length).u32(BlockFormat.checksum(body, 0, length));
    chunks.drain();
    table.zigzag(slice - lastSlice).varint(length);
    lastSlice = slice;
    seriesChunks++;
    seriesSamples += count;
  }

  /// Ends the present series; without any chunk it is left out.
  ///
  /// @param pairs numbers of the symbols of its labels: name, value, name, value ...
  void endSeries(int[] pairs) throws IOException {
    if (seriesChunks > 0) {
      head.reset(0);
      head.varint(seriesChunks).varint(seriesStart).bytes(table.array(), 0, table.size());
      index.add(pairs, head);
      samples += seriesSamples;
      chunkCount += seriesChunks;
    }
    beginSeries();
  }

  /// Writes what is missing and forces everything to the medium.
  ///
  /// @param plan number, range, level and sources; the counts are filled in
  /// @return what was written; with no samples the block is of no use and should be thrown away
  BlockMeta finish(BlockMeta plan) throws IOException {
    endData(chunks, BlockFormat.CHUNKS_MAGIC, chunkCount, false);
    endData(times, BlockFormat.TIMES_MAGIC, 0, true);
    long total = chunks.position() + times.position() + index.finish();
    index.close();
    BlockMeta whole = plan.with(index.seriesCount(), samples, chunkCount, total);
    try (ChecksummedFile file = new ChecksummedFile(folder.resolve(BlockMeta.FILE), disk)) {
      file.out().bytes(whole.toJson().getBytes(StandardCharsets.UTF_8));
      file.finish();
    }
    return whole;
  }

  private static void endData(ChecksummedFile file, long magic, int count, boolean covered)
      throws IOException {
    int checksum = file.takeChecksum();
    ByteSink footer = new ByteSink(BlockFormat.DATA_FOOTER);
    footer.u64(file.position()).u32(count).u32(covered ? checksum : 0);
    footer.u32(BlockFormat.checksum(footer.array(), 0, footer.size())).u64(magic);
    file.out().bytes(footer.toByteArray());
    file.finish();
  }

  @Override
  public void close() throws IOException {
    try (chunks;
        times) {
      index.close();
    }
  }
}
