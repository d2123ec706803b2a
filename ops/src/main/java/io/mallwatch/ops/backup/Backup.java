package io.mallwatch.ops.backup;

import java.util.Optional;

/// A backup in the repository with what is known of it.
///
/// @param check the last time it was read through
/// @param drill the last time it was restored into scratch
public record Backup(Manifest manifest, Optional<Proof> check, Optional<Proof> drill) {

  /// Whether it was found good, and nothing bad since.
  public boolean isProven() {
    return (check.isPresent() || drill.isPresent())
        && check.map(Proof::good).orElse(true)
        && drill.map(Proof::good).orElse(true);
  }
}
