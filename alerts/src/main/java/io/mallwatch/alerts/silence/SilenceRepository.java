package io.mallwatch.alerts.silence;

import java.util.Collection;
import java.util.List;

/// Where silences outlive the process. Thread-safe; calls block.
public interface SilenceRepository {

  /// All of them, in any order.
  ///
  /// @throws io.mallwatch.model.StoreUnavailableException when the store is away
  List<Silence> load();

  /// Inserts the silence or replaces that of the same id; durable on return.
  ///
  /// @throws io.mallwatch.model.StoreUnavailableException when the store is away
  void save(Silence silence);

  /// Forgets those that are there.
  void delete(Collection<String> ids);
}
