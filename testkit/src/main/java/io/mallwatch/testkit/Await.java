package io.mallwatch.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition, with a generous limit that only a hang reaches.
public final class Await {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Await() {}

  /// Returns when `condition` holds; fails with `what` after 60 s.
  public static void until(String what, BooleanSupplier condition) {
    until(what, LIMIT, condition);
  }

  /// Returns when `condition` holds; fails with `what` after `limit`.
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited %d s in vain for: %s".formatted(limit.toSeconds(), what));
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
