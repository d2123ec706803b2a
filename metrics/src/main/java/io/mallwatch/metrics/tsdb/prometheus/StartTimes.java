package io.mallwatch.metrics.tsdb.prometheus;

import io.mallwatch.metrics.SampleColumns;

/// The optional start times of a chunk. Not thread-safe.
final class StartTimes {

  /// Of a chunk without them.
  static final StartTimes NONE = new StartTimes((byte) 0);

  private final boolean firstKnown;
  private final int changedOn;
  private long difference;
  private long start;

  /// @param head whether the first is known, and from which sample on there is a change
  StartTimes(byte head) {
    this.firstKnown = (head & 0x80) != 0;
    this.changedOn = head & 0x7f;
  }

  /// Reads what stands behind sample `index`, which was added to `out` just now.
  ///
  /// @param before time of the sample before
  void next(BitStream in, int index, long before, long time, SampleColumns out) {
    if (index == 0 && firstKnown) {
      start = time - in.varint();
    } else if (index > 0 && changedOn > 0 && index >= changedOn) {
      long coded = in.varbit();
      difference = index == changedOn ? coded : difference + coded;
      start = before - difference;
    }
    if (start != 0) {
      out.startedAt(start);
    }
  }
}
