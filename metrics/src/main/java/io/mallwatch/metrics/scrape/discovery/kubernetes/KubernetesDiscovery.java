package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.ClusterDiscovery;
import io.mallwatch.metrics.scrape.discovery.Discoverer;
import io.mallwatch.metrics.scrape.discovery.DiscoveryAccess;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig;

/// Starts the discoveries of `kubernetes_sd_configs`. Thread-safe.
public final class KubernetesDiscovery implements ClusterDiscovery {

  private final DiscoveryAccess access;
  private final ServiceAccount account;
  private final Pace pace;

  /// @param account by which the cluster around this process is reached
  public KubernetesDiscovery(DiscoveryAccess access, ServiceAccount account) {
    this(access, account, Pace.usual());
  }

  KubernetesDiscovery(DiscoveryAccess access, ServiceAccount account, Pace pace) {
    this.access = access;
    this.account = account;
    this.pace = pace;
  }

  @Override
  public Discoverer start(DiscoveryConfig.Kubernetes config, Runnable changed) {
    KubernetesDiscoverer discoverer =
        new KubernetesDiscoverer(config, access, account, pace, changed);
    discoverer.start();
    return discoverer;
  }
}
