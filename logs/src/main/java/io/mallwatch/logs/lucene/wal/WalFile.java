package io.mallwatch.logs.lucene.wal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that is appended to. Tests put a full disk behind it.
public interface WalFile extends Closeable {

  /// Writes all of `buffers` at the end; on an exception any part may have been written.
  void append(ByteBuffer[] buffers) throws IOException;

  /// Waits until what was written is on the disk. May be called while another thread appends.
  void force() throws IOException;

  /// Cuts the file.
  void truncate(long size) throws IOException;

  /// Makes files.
  @FunctionalInterface
  interface Opener {
    /// A new, empty file.
    WalFile create(Path path) throws IOException;
  }

  /// Files on the real disk.
  static Opener onDisk() {
    return path -> {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new WalFile() {
        @Override
        public void append(ByteBuffer[] buffers) throws IOException {
          long left = 0;
          for (ByteBuffer buffer : buffers) {
            left += buffer.remaining();
          }
          while (left > 0) {
            left -= channel.write(buffers);
          }
        }

        @Override
        public void force() throws IOException {
          channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
          channel.truncate(size);
          channel.position(size);
        }

        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    };
  }
}
