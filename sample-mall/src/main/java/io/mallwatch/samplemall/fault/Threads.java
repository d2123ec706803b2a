package io.mallwatch.samplemall.fault;

import org.jspecify.annotations.Nullable;

/// Ends the threads of faults.
final class Threads {
  private static final long JOIN_MILLIS = 5000;

  private Threads() {}

  /// Interrupts `thread` and waits for its end; returns null for the field that held it.
  static @Nullable Thread end(@Nullable Thread thread) {
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(JOIN_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return null;
  }
}
