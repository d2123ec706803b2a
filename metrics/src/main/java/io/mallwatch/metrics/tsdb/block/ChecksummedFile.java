package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.chunk.ByteSink;
import io.mallwatch.metrics.tsdb.wal.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Writes a file from front to back through one buffer, with a running checksum that can be taken
/// and reset. Not thread-safe.
final class ChecksummedFile implements AutoCloseable {

  private static final int BUFFER = 1 << 18;

  private final Disk.SegmentFile target;
  private final ByteSink buffer = new ByteSink(BUFFER + (1 << 12));
  private final CRC32C crc = new CRC32C();
  private long flushed;

  ChecksummedFile(Path file, Disk disk) throws IOException {
    target = disk.create(file);
  }

  /// Where to put bytes; call [#drain()] now and then.
  ByteSink out() {
    return buffer;
  }

  /// Writes out the buffer when it is large enough.
  void drain() throws IOException {
    if (buffer.size() >= BUFFER) {
      flush();
    }
  }

  /// Writes out the buffer.
  void flush() throws IOException {
    crc.update(buffer.array(), 0, buffer.size());
    ByteBuffer bytes = buffer.asBuffer();
    flushed += bytes.remaining();
    target.append(bytes);
    buffer.reset(0);
  }

  long position() {
    return flushed + buffer.size();
  }

  /// The checksum of all bytes since the last call.
  int takeChecksum() throws IOException {
    flush();
    int value = (int) crc.getValue();
    crc.reset();
    return value;
  }

  /// Makes everything durable.
  void finish() throws IOException {
    flush();
    target.force();
  }

  @Override
  public void close() throws IOException {
    target.close();
  }
}
