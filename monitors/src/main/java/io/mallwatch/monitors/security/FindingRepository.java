package io.mallwatch.monitors.security;

import java.util.Collection;
import java.util.List;

/// Keeps findings over a restart.
///
/// Every method throws [io.mallwatch.model.StoreUnavailableException] when the store fails.
public interface FindingRepository {

  /// The newest by number, at most `most`, the oldest first.
  List<Finding> newest(int most);

  /// Adds findings or replaces those with the same number, and forgets all but the `keep` newest.
  void save(Collection<Finding> findings, int keep);
}
