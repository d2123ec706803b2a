package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.tsdb.head.HeadSize;
import java.util.concurrent.atomic.AtomicLong;

/// How many samples the head holds and what memory they take: measured now and then, estimated in
/// between. Thread-safe.
final class HeadLoad {

  /// What a sample takes when it is new, about.
  private static final int SAMPLE_BYTES = 3;

  private final AtomicLong samples = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  void added(long moreSamples) {
    samples.addAndGet(moreSamples);
    bytes.addAndGet(moreSamples * SAMPLE_BYTES);
  }

  void measured(HeadSize size) {
    samples.set(size.samples());
    bytes.set(size.bytes());
  }

  long samples() {
    return samples.get();
  }

  long bytes() {
    return bytes.get();
  }
}
