package io.mallwatch.alerts.route;

import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// Where the alerts that the dispatcher holds outlive the process, so that an alert that fired
/// before a restart and does not come back is told as ended. Thread-safe; calls block.
public interface AlertRepository {

  /// The end of an alert that fires.
  Instant OPEN_END = Instant.parse("9999-12-31T00:00:00Z");

  /// All of them, in any order.
  ///
  /// @throws io.mallwatch.model.StoreUnavailableException when the store is away
  List<Alert> load();

  /// Inserts each alert or replaces the one with equal labels.
  ///
  /// @throws io.mallwatch.model.StoreUnavailableException when the store is away
  void save(Collection<Alert> alerts);

  /// Forgets those that are there.
  void delete(Collection<Labels> labels);
}
