package io.mallwatch.traces.segment;

import java.util.Comparator;

/// Sizes and marks of a segment file.
final class SegmentLayout {

  /// First and last bytes of the file; the last of them is the version.
  static final byte[] MAGIC = {'M', 'W', 'T', 'R', 'A', 'C', 'E', 2};

  static final int BLOCK_ENTRY = 20;
  static final int ROW = 48;
  static final int TERM_ENTRY = 16;
  static final int SECTIONS = 6;
  static final int SECTION_ENTRY = 20;
  static final int FOOTER = SECTIONS * SECTION_ENTRY + 32;
  static final int TRAILER = 8 + MAGIC.length;

  /// Unsigned, high half first.
  static final Comparator<TraceRow> BY_ID =
      (left, right) -> {
        int high = Long.compareUnsigned(left.high(), right.high());
        return high != 0 ? high : Long.compareUnsigned(left.low(), right.low());
      };

  private SegmentLayout() {}
}
