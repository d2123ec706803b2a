package io.mallwatch.metrics.tsdb.block;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Keeps long work polite: after a stretch of work the thread rests, so that queries and writes get
/// the processor and the disk.
@FunctionalInterface
public interface Pace {

  /// No rest at all.
  Pace NONE = () -> {};

  /// Called after each small piece of work, from one thread.
  void step();

  /// Rests as long as it worked, in stretches of `stretch`; not any more once the thread is
  /// interrupted.
  static Pace halfTime(Duration stretch) {
    return new Resting(stretch.toNanos());
  }

  /// Measures and rests.
  final class Resting implements Pace {
    private final long stretchNanos;
    private long began = System.nanoTime();

    private Resting(long stretchNanos) {
      this.stretchNanos = stretchNanos;
    }

    @Override
    public void step() {
      long worked = System.nanoTime() - began;
      if (worked < stretchNanos) {
        return;
      }
      // after a pause longer than a stretch nothing was worked off
      LockSupport.parkNanos(Math.min(worked, 4 * stretchNanos));
      began = System.nanoTime();
    }
  }
}
