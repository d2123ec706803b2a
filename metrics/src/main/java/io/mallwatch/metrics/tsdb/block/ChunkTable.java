package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.chunk.ByteSource;

/// Walks over the chunks of one series in the order of time. Not thread-safe.
///
/// As bytes: chunk count varint, offset of the first varint; of each: slice of times (zigzag, less
/// the one before), length varint.
final class ChunkTable {

  private final ByteSource in;
  private int left;
  private long slice;
  private long offset;
  private int length;

  ChunkTable(ByteSource in) {
    this.in = in;
    this.left = in.count(Integer.MAX_VALUE);
    this.offset = in.varint();
  }

  /// Steps to the next chunk; false when there is none.
  boolean next() {
    if (left == 0) {
      return false;
    }
    left--;
    if (length > 0) {
      offset += length + 4L;
    }
    slice += in.zigzag();
    length = in.count(Integer.MAX_VALUE);
    return true;
  }

  /// Where its times are in the times file.
  long slice() {
    return slice;
  }

  /// Where its bytes begin in the chunks file.
  long offset() {
    return offset;
  }

  /// How many bytes it has, without the checksum behind them.
  int length() {
    return length;
  }
}
