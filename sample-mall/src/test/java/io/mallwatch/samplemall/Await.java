package io.mallwatch.samplemall;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waits for what happens in its own time.
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Await() {}

  /// Returns once `assertion` holds; fails with its complaint if it does not within a minute.
  public static void until(Runnable assertion) {
    until(() -> {
      assertion.run();
      return true;
    });
  }

  /// Returns what `attempt` gives once it no longer complains.
  public static <T> T until(Supplier<T> attempt) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return attempt.get();
      } catch (AssertionError | RuntimeException notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }
}
