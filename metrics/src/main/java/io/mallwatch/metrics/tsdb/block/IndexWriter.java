package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.chunk.ByteSink;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.wal.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/// Writes the index file of a block: symbols, rows of series, where each row ends, postings. Rows
/// come before all symbols are known, so they wait in a file of their own. A symbol's number
/// follows the order of the texts, and a series' number the order of labels, so that numbers
/// compare like what they stand for.
final class IndexWriter implements AutoCloseable {

  private final Path folder;
  private final Disk disk;
  private final Symbols symbols;
  private final ChecksummedFile waiting;
  private final ByteSink row = new ByteSink(1024);
  private final BitSet used = new BitSet();
  private int seriesCount;

  IndexWriter(Path folder, Symbols symbols, Disk disk) throws IOException {
    this.folder = folder;
    this.symbols = symbols;
    this.disk = disk;
    this.waiting = new ChecksummedFile(folder.resolve(BlockFormat.ROWS), disk);
  }

  int seriesCount() {
    return seriesCount;
  }

  /// Adds a series, in the order of labels.
  ///
  /// @param pairs numbers of the symbols: name, value, name, value ...
  /// @param chunkTable as [ChunkTable] reads it
  void add(int[] pairs, ByteSink chunkTable) throws IOException {
    row.reset(0);
    row.varint(chunkTable.size()).bytes(chunkTable.array(), 0, chunkTable.size());
    row.varint(pairs.length / 2);
    for (int symbol : pairs) {
      used.set(symbol);
      row.varint(symbol);
    }
    waiting.out().u32(row.size()).bytes(row.array(), 0, row.size());
    waiting.drain();
    seriesCount++;
  }

  /// Writes the file and returns its size.
  long finish() throws IOException {
    waiting.flush();
    int[] order = symbols.sorted(used);
    int[] numbers = new int[used.length()];
    for (int i = 0; i < order.length; i++) {
      numbers[order[i]] = i;
    }
    try (ChecksummedFile file = new ChecksummedFile(folder.resolve(BlockFormat.INDEX), disk)) {
      ByteSink footer = new ByteSink(BlockFormat.INDEX_FOOTER);
      int[] rowEnds = new int[seriesCount];
      PostingsBuilder postings = new PostingsBuilder();
      file.out().u64(BlockFormat.INDEX_MAGIC);
      section(file, footer, () -> writeSymbols(file, order));
      section(file, footer, () -> writeRows(file, numbers, rowEnds, postings));
      section(file, footer, () -> writeEnds(file, rowEnds));
      section(file, footer, () -> postings.write(file));
      footer.u32(BlockMeta.VERSION);
      footer.u32(BlockFormat.checksum(footer.array(), 0, footer.size()));
      footer.u64(BlockFormat.INDEX_MAGIC);
      file.out().bytes(footer.toByteArray());
      file.finish();
      return file.position();
    }
  }

  @FunctionalInterface
  private interface Part {
    void write() throws IOException;
  }

  private static void section(ChecksummedFile file, ByteSink footer, Part part) throws IOException {
    var _ = file.takeChecksum();
    long start = file.position();
    part.write();
    long length = file.position() - start;
    footer.u64(start).u64(length).u32(file.takeChecksum());
  }

  /// Count, then where each text ends, then the texts.
  private void writeSymbols(ChecksummedFile file, int[] order) throws IOException {
    file.out().u32(order.length);
    int end = 0;
    for (int number : order) {
      end = Math.addExact(end, symbols.text(number).length);
      file.out().u32(end);
      file.drain();
    }
    for (int number : order) {
      file.out().bytes(symbols.text(number));
      file.drain();
    }
  }

  /// Table length varint, chunk table, label count varint, symbols varint.
  private void writeRows(
      ChecksummedFile file, int[] numbers, int[] rowEnds, PostingsBuilder postings)
      throws IOException {
    long end = 0;
    try (RowReader rows = new RowReader(folder.resolve(BlockFormat.ROWS))) {
      for (int series = 0; series < seriesCount; series++) {
        ByteSource in = new ByteSource(rows.next());
        ByteSink out = file.out();
        int start = out.size();
        int tableLength = in.count(Integer.MAX_VALUE);
        out.varint(tableLength).bytes(in.bytes(tableLength));
        int labels = in.count(Integer.MAX_VALUE);
        out.varint(labels);
        for (int i = 0; i < labels; i++) {
          int name = numbers[in.count(Integer.MAX_VALUE)];
          int value = numbers[in.count(Integer.MAX_VALUE)];
          out.varint(name).varint(value);
          postings.add(name, value);
        }
        postings.endSeries();
        end += out.size() - start;
        rowEnds[series] = (int) end;
        file.drain();
      }
    }
    if (end > 0xffff_ffffL) {
      throw new IOException("the rows of a block would pass 4 GiB");
    }
  }

  private static void writeEnds(ChecksummedFile file, int[] ends) throws IOException {
    for (int end : ends) {
      file.out().u32(end);
      file.drain();
    }
  }

  /// Lets go of the rows.
  @Override
  public void close() throws IOException {
    waiting.close();
    Files.deleteIfExists(folder.resolve(BlockFormat.ROWS));
  }

  /// Reads back rows, each behind its length u32.
  private static final class RowReader implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer buffer =
        ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);

    RowReader(Path file) throws IOException {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    byte[] next() throws IOException {
      byte[] head = read(4);
      int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
      return read(length);
    }

    private byte[] read(int length) throws IOException {
      byte[] bytes = new byte[length];
      int have = 0;
      while (have < length) {
        if (!buffer.hasRemaining()) {
          buffer.clear();
          if (channel.read(buffer) < 0) {
            throw new IOException("the rows of a block end early");
          }
          buffer.flip();
        }
        int part = Math.min(length - have, buffer.remaining());
        buffer.get(bytes, have, part);
        have += part;
      }
      return bytes;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
