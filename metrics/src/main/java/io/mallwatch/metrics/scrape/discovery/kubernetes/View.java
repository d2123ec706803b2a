package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.model.Labels;
import java.util.Map;
import java.util.Optional;

/// The objects that one namespace's targets are made of. The maps may change meanwhile.
///
/// @param held objects by kind and key; kinds that are not watched are missing
/// @param jobs whether pods tell their job
record View(Map<Resource, ? extends Map<String, KubeObject>> held, boolean jobs) {

  boolean watches(Resource resource) {
    return held.containsKey(resource);
  }

  <T extends KubeObject> Optional<T> find(Resource resource, String key, Class<T> type) {
    Map<String, KubeObject> objects = held.get(resource);
    KubeObject object = objects == null ? null : objects.get(key);
    return type.isInstance(object) ? Optional.of(type.cast(object)) : Optional.empty();
  }

  /// Labels of a node, when nodes are attached.
  Labels nodeLabels(String name) {
    return find(Resource.NODES, name, Node.class).map(Node::attached).orElse(Labels.EMPTY);
  }

  /// Labels of a namespace, when namespaces are attached.
  Labels namespaceLabels(String name) {
    return find(Resource.NAMESPACES, name, KubeObject.Plain.class)
        .map(KubeObject.Plain::labels)
        .orElse(Labels.EMPTY);
  }

  /// Labels that name what made a pod's controller, where this is watched.
  Labels ownerLabels(Meta pod) {
    String key = Meta.key(pod.namespace(), pod.controller().name());
    MetaLabels labels = new MetaLabels();
    if (pod.controller().kind().equals("ReplicaSet")) {
      owner(Resource.REPLICA_SETS, key, "Deployment")
          .ifPresent(name -> labels.put("pod_deployment_name", name));
    } else if (pod.controller().kind().equals("Job")) {
      if (jobs) {
        labels.put("pod_job_name", pod.controller().name());
      }
      owner(Resource.JOBS, key, "CronJob").ifPresent(name -> labels.put("pod_cronjob_name", name));
    }
    return labels.labels();
  }

  private Optional<String> owner(Resource resource, String key, String kind) {
    return find(resource, key, KubeObject.Plain.class)
        .map(object -> object.meta().controller())
        .filter(owner -> owner.kind().equals(kind))
        .map(Meta.Owner::name);
  }
}
