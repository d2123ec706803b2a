/// Follows the objects of a Kubernetes cluster and makes targets of them. Start with
/// [KubernetesDiscovery]; it runs a [KubernetesDiscoverer] for each configuration, which keeps the
/// objects of several [ResourceWatch]es and joins them.
///
/// The API: kubernetes.io/docs/reference/using-api/api-concepts. The labels are those that
/// Prometheus documents for `kubernetes_sd_config`.
@NullMarked
package io.mallwatch.metrics.scrape.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
