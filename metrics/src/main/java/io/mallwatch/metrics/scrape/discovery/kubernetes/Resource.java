package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Role;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Kinds of objects, where the API has them and how they are read.
enum Resource {
  PODS("/api/v1", "pods", Role.POD),
  SERVICES("/api/v1", "services", Role.SERVICE),
  ENDPOINTS("/api/v1", "endpoints", Role.ENDPOINTS),
  SLICES("/apis/discovery.k8s.io/v1", "endpointslices", Role.ENDPOINTSLICE),
  NODES("/api/v1", "nodes", Role.NODE),
  INGRESSES("/apis/networking.k8s.io/v1", "ingresses", Role.INGRESS),
  NAMESPACES("/api/v1", "namespaces", null),
  REPLICA_SETS("/apis/apps/v1", "replicasets", null),
  JOBS("/apis/batch/v1", "jobs", null);

  private final String group;
  private final String plural;
  private final @Nullable Role role;

  Resource(String group, String plural, @Nullable Role role) {
    this.group = group;
    this.plural = plural;
    this.role = role;
  }

  /// As people call it.
  String plural() {
    return plural;
  }

  /// Whose selector holds for these objects.
  Optional<Role> role() {
    return Optional.ofNullable(role);
  }

  static Resource of(Role role) {
    for (Resource resource : values()) {
      if (resource.role == role) {
        return resource;
      }
    }
    throw new IllegalArgumentException(role.name().toLowerCase(Locale.ROOT));
  }

  /// Whether the objects belong to no namespace.
  boolean ofCluster() {
    return this == NODES || this == NAMESPACES;
  }

  /// Where the API lists them.
  ///
  /// @param namespace empty for all
  String path(String namespace) {
    return namespace.isEmpty() || ofCluster()
        ? group + "/" + plural
        : group + "/namespaces/" + namespace + "/" + plural;
  }

  KubeObject read(Tree tree) {
    return switch (this) {
      case PODS -> Pod.read(tree);
      case SERVICES -> Service.read(tree);
      case ENDPOINTS -> Endpoints.read(tree);
      case SLICES -> EndpointSlice.read(tree);
      case NODES -> Node.read(tree);
      case INGRESSES -> Ingress.read(tree);
      case NAMESPACES -> KubeObject.Plain.read(tree);
      case REPLICA_SETS, JOBS -> KubeObject.Plain.owned(tree);
    };
  }
}
