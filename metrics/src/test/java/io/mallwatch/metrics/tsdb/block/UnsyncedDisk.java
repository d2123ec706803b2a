package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.wal.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A real disk that never waits for the medium, for tests that write many blocks.
public record UnsyncedDisk() implements Disk {

  @Override
  public SegmentFile create(Path file) throws IOException {
    SegmentFile real = Disk.real().create(file);
    return new SegmentFile() {
      @Override
      public void append(ByteBuffer bytes) throws IOException {
        real.append(bytes);
      }

      @Override
      public void truncate(long length) throws IOException {
        real.truncate(length);
      }

      @Override
      public void force() {}

      @Override
      public void close() throws IOException {
        real.close();
      }
    };
  }
}
