package io.mallwatch.metrics.tsdb.block;

import java.util.concurrent.atomic.LongAdder;

/// Counts what reads had to leave out. Thread-safe.
final class BlockDamage {

  private final LongAdder chunks = new LongAdder();
  private final LongAdder blocks = new LongAdder();

  void chunk() {
    chunks.increment();
  }

  void block() {
    blocks.increment();
  }

  long chunks() {
    return chunks.sum();
  }

  long blocks() {
    return blocks.sum();
  }
}
