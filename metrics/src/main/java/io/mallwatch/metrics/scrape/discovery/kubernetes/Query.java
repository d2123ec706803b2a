package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Selector;

/// Which objects are wanted.
///
/// @param namespace empty for all
record Query(Resource resource, String namespace, Selector selector) {

  /// As errors name it.
  @Override
  public String toString() {
    return namespace.isEmpty()
        ? resource.plural()
        : resource.plural() + " in namespace " + namespace;
  }
}
