package io.mallwatch.ops.incident;

import java.util.Optional;

/// What an incident costs the mall, in yuan.
///
/// @param lost so far
/// @param perMinute now; zero when it is over
public record Cost(double lost, double perMinute) {

  /// Estimates what incidents cost. Thread-safe; called for each incident that is shown, so be
  /// quick.
  @FunctionalInterface
  public interface Meter {

    /// No meter: no incident's cost is known.
    Meter NONE = _ -> Optional.empty();

    /// What `incident` costs; empty when that is not known.
    Optional<Cost> of(Incident incident);
  }
}
