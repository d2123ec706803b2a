package io.mallwatch.samplemall.store;

import java.util.concurrent.TimeUnit;

/// MySQL functions that H2 lacks.
public final class H2Functions {
  private H2Functions() {}

  /// `SLEEP(seconds)` as MySQL has it.
  public static int sleep(double seconds) throws InterruptedException {
    TimeUnit.MICROSECONDS.sleep((long) (seconds * 1_000_000));
    return 0;
  }
}
