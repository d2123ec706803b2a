package io.mallwatch.traces.segment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Walks the rows of one term, in order, reading only as far as it is asked. Not thread-safe.
final class RowCursor {

  private final MemorySegment postings;
  private final int count;
  private long at;
  private int read;
  private int row;

  /// @param offset into `postings`, or the row itself when it is the only one
  RowCursor(MemorySegment postings, int offset, int count) {
    this.postings = postings;
    this.count = count;
    this.at = Integer.toUnsignedLong(offset);
    this.row = -1;
    if (count == 1) {
      row = offset;
      read = 1;
    } else {
      step();
    }
  }

  int count() {
    return count;
  }

  /// The row it stands at, or [Integer#MAX_VALUE] behind the last.
  int row() {
    return row;
  }

  /// Goes to the first row that is not before `wanted`.
  int skipTo(int wanted) {
    while (row < wanted) {
      step();
    }
    return row;
  }

  private void step() {
    if (read == count) {
      row = Integer.MAX_VALUE;
      return;
    }
    int delta = 0;
    int shift = 0;
    byte b;
    do {
      b = postings.get(ValueLayout.JAVA_BYTE, at++);
      delta |= (b & 0x7f) << shift;
      shift += 7;
    } while (b < 0);
    row = read == 0 ? delta : row + delta;
    read++;
  }
}
