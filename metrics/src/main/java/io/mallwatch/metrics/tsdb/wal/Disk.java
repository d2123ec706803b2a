package io.mallwatch.metrics.tsdb.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where segments are written; a seam so that tests can have a disk that is full or lies.
@FunctionalInterface
public interface Disk {

  /// Creates a new, empty file.
  SegmentFile create(Path file) throws IOException;

  /// Bytes that may still be written where `file` is or will be.
  default long usableBytes(Path file) throws IOException {
    return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
  }

  /// The disk of this machine.
  static Disk real() {
    return file ->
        new RealFile(
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /// A file that only grows, except when a failed write is taken back.
  interface SegmentFile extends AutoCloseable {

    /// Writes all of `bytes` at the end.
    void append(ByteBuffer bytes) throws IOException;

    /// Cuts the file to `length` bytes.
    void truncate(long length) throws IOException;

    /// Returns when all that was written is on the medium.
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }

  /// A file by `java.nio`.
  record RealFile(FileChannel channel) implements SegmentFile {
    @Override
    public void append(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      channel.truncate(length);
      channel.position(length);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
