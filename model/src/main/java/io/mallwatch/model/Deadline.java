package io.mallwatch.model;

import java.time.Duration;

/// The moment by which a call must have ended; work checks it and gives up with
/// [DeadlineExceededException]. Measured with the monotonic clock, so it survives clock changes.
public final class Deadline {

  /// Never ends; only for start-up work and tests.
  public static final Deadline NEVER = new Deadline(Long.MAX_VALUE, Duration.ZERO);

  private final long endNanos;
  private final Duration allowed;

  private Deadline(long endNanos, Duration allowed) {
    this.endNanos = endNanos;
    this.allowed = allowed;
  }

  /// Ends `allowed` from now.
  public static Deadline after(Duration allowed) {
    return new Deadline(System.nanoTime() + allowed.toNanos(), allowed);
  }

  /// What is left; zero when it has passed.
  public Duration left() {
    if (endNanos == Long.MAX_VALUE) {
      return Duration.ofDays(365);
    }
    return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
  }

  public boolean hasPassed() {
    return endNanos != Long.MAX_VALUE && System.nanoTime() - endNanos >= 0;
  }

  /// Does nothing before the deadline.
  ///
  /// @throws DeadlineExceededException after it, or when the thread was interrupted
  public void check() {
    if (hasPassed()) {
      throw new DeadlineExceededException("took longer than " + allowed.toMillis() + " ms");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw DeadlineExceededException.cancelled("was cancelled");
    }
  }
}
