package io.mallwatch.server.migrate;

import java.time.Duration;

/// Waits before something is tried again.
@FunctionalInterface
public interface Pause {

  void pause(Duration time) throws InterruptedException;
}
