package io.mallwatch.traces.segment;

import io.airlift.compress.v3.lz4.Lz4JavaCompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// A segment file while it is written: blocks first, then sections, then [#finish]. The file
/// appears whole or not at all. Not thread-safe.
final class SegmentFile implements AutoCloseable {

  private final Path file;
  private final Path unfinished;
  private final FileChannel channel;
  private final Lz4JavaCompressor lz4 = new Lz4JavaCompressor();
  private final ByteSink blocks = new ByteSink();
  private final ByteSink footer = new ByteSink();
  private byte[] packed = {};
  private int blockCount;
  private long at;
  private boolean finished;

  /// What stands at the end of the footer.
  record Totals(long lastSequence, long spans, long minStart, long maxEnd) {}

  /// @param file must not exist
  SegmentFile(Path file) throws IOException {
    this.file = file;
    Files.createDirectories(file.getParent());
    this.unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    this.channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    append(SegmentLayout.MAGIC, 0, SegmentLayout.MAGIC.length);
  }

  /// Compresses and writes a block.
  ///
  /// @return its number
  int block(byte[] raw, int length) throws IOException {
    int most = lz4.maxCompressedLength(length);
    if (packed.length < most) {
      packed = new byte[most];
    }
    int size = lz4.compress(raw, 0, length, packed, 0, packed.length);
    return packedBlock(packed, size, length, crc(packed, 0, size));
  }

  /// Writes a block that is compressed already.
  ///
  /// @return its number
  int packedBlock(byte[] bytes, int size, int rawLength, int crc) throws IOException {
    blocks.u64(at).u32(size).u32(rawLength).u32(crc);
    append(bytes, 0, size);
    return blockCount++;
  }

  /// Writes the sections and the footer, brings all to the disk and gives the file its name.
  ///
  /// @param sections rows, ids, terms, postings, names
  void finish(ByteSink[] sections, Totals totals) throws IOException {
    section(blocks);
    for (ByteSink section : sections) {
      section(section);
    }
    footer.u64(totals.lastSequence).u64(totals.spans).u64(totals.minStart).u64(totals.maxEnd);
    byte[] foot = footer.toByteArray();
    append(foot, 0, foot.length);
    byte[] trailer =
        new ByteSink()
            .u32(crc(foot, 0, foot.length))
            .u32(foot.length)
            .raw(SegmentLayout.MAGIC)
            .toByteArray();
    append(trailer, 0, trailer.length);
    channel.force(true);
    channel.close();
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private void section(ByteSink bytes) throws IOException {
    footer.u64(at).u64(bytes.size()).u32(crc(bytes.array(), 0, bytes.size()));
    append(bytes.array(), 0, bytes.size());
  }

  private void append(byte[] bytes, int from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    at += length;
  }

  static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /// Leaves nothing behind when it was not finished.
  @Override
  public void close() throws IOException {
    if (!finished) {
      channel.close();
      Files.deleteIfExists(unfinished);
    }
  }
}
