package io.mallwatch.metrics.tsdb.block;

import static io.mallwatch.metrics.tsdb.block.BlockFormat.U16;
import static io.mallwatch.metrics.tsdb.block.BlockFormat.U64;

import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.chunk.ChunkReader;
import io.mallwatch.model.CorruptDataException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The times of a block: chunks that were sampled at the same moments, as those of one scraped
/// target are, name the same slice. A slice is named by its offset. Thread-safe.
final class TimeSlices {

  private final Section section;

  /// @param section from the start of the file to the end of the last slice
  TimeSlices(Section section) {
    this.section = section;
  }

  /// @throws CorruptDataException when the file is damaged
  void verify() {
    section.bytes();
  }

  long minMillis(long slice) {
    return section.bytes().get(U64, slice);
  }

  long maxMillis(long slice) {
    return section.bytes().get(U64, slice + 8);
  }

  int count(long slice) {
    return section.bytes().get(U16, slice + 16) & 0xffff;
  }

  /// The slice as it is in the file.
  byte[] bytes(long slice) {
    int length = section.bytes().get(U16, slice + 18) & 0xffff;
    byte[] bytes = new byte[BlockFormat.SLICE_HEAD + length];
    MemorySegment.copy(section.bytes(), ValueLayout.JAVA_BYTE, slice, bytes, 0, bytes.length);
    return bytes;
  }

  /// The times in milliseconds; not to be changed.
  long[] times(long slice) {
    byte[] bytes = bytes(slice);
    long[] times = new long[count(slice)];
    ByteSource in = new ByteSource(bytes, BlockFormat.SLICE_HEAD, bytes.length);
    ChunkReader.readTimes(in, times, 0, times.length);
    return times;
  }
}
