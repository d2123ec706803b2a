package io.mallwatch.metrics.scrape.discovery;

import java.util.List;

/// Keeps the target groups of one [DiscoveryConfig] up to date, on threads of its own. Thread-safe.
public interface Discoverer extends AutoCloseable {

  /// What was found last; empty until the first success.
  List<TargetGroup> groups();

  DiscoveryStatus status();

  @Override
  void close();
}
