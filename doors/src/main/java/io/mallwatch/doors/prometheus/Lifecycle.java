package io.mallwatch.doors.prometheus;

import java.util.Optional;

/// Reads the configuration again while the server runs.
@FunctionalInterface
public interface Lifecycle {

  /// Puts the configuration as it is now on disk in force; when it is wrong, the one before stays
  /// in force whole.
  ///
  /// @return what is wrong with it; empty when it is in force
  Optional<String> reload();
}
