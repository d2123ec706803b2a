package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.model.Labels;
import java.util.Optional;

/// What is kept of an object of the cluster: its labels, made once, and what joins it to others.
sealed interface KubeObject
    permits Endpoints, EndpointSlice, Ingress, KubeObject.Plain, Node, Pod, Service {

  Meta meta();

  /// The targets that the object stands for, if any.
  ///
  /// @param view the objects it may refer to
  Optional<TargetGroup> group(View view);

  /// An object that others refer to.
  ///
  /// @param labels of the object, under `namespace_`
  record Plain(Meta meta, Labels labels) implements KubeObject {

    static Plain read(Tree tree) {
      Meta meta = Meta.read(tree);
      return new Plain(meta, new MetaLabels().texts("namespace", meta).labels());
    }

    /// An object of which only the owner matters.
    static Plain owned(Tree tree) {
      return new Plain(Meta.read(tree), Labels.EMPTY);
    }

    @Override
    public Optional<TargetGroup> group(View view) {
      return Optional.empty();
    }
  }
}
