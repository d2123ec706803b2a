package io.mallwatch.ops.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs commands of the host.
@FunctionalInterface
public interface Shell {

  /// @param good whether it ended with 0
  /// @param said the end of what it wrote, for people
  record Outcome(boolean good, String said) {}

  /// Waits until the command has ended; one that takes longer than `within` is killed and is not
  /// good.
  Outcome run(List<String> command, Map<String, String> environment, Duration within)
      throws InterruptedException;
}
