package io.mallwatch.metrics.scrape.discovery;

/// Starts discoveries that follow a cluster.
public interface ClusterDiscovery {

  /// A discoverer that runs, and that the caller closes.
  ///
  /// @param changed called by some thread when other targets were found
  Discoverer start(DiscoveryConfig.Kubernetes config, Runnable changed);
}
