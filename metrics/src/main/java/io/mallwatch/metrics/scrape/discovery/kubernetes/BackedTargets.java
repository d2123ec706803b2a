package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.LabelText;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Targets of endpoints, joined with the pods behind them. Not thread-safe.
final class BackedTargets {

  private record Seen(Pod pod, Set<Integer> ports) {}

  private final View view;
  private final List<Labels> targets = new ArrayList<>();
  private final Map<String, Seen> pods = new LinkedHashMap<>();

  BackedTargets(View view) {
    this.view = view;
  }

  /// Adds an endpoint, with the labels of its pod and of the container that has the port.
  ///
  /// @param port of the endpoint; -1 when it has none
  /// @param protocol told as the container's; empty for what the container says itself
  void add(Labels target, Reference reference, int port, String protocol) {
    Optional<Pod> pod =
        reference.kind().equals("Pod")
            ? view.find(Resource.PODS, Meta.key(reference.namespace(), reference.name()), Pod.class)
            : Optional.empty();
    targets.add(pod.map(found -> joined(target, found, port, protocol)).orElse(target));
  }

  private Labels joined(Labels target, Pod pod, int port, String protocol) {
    pods.computeIfAbsent(pod.meta().key(), _ -> new Seen(pod, new HashSet<>())).ports().add(port);
    Labels labels = target.with(pod.labels(view));
    for (Pod.Container container : pod.containers()) {
      Optional<Pod.Port> match =
          container.ports().stream().filter(one -> one.number() == port).findFirst();
      if (match.isPresent()) {
        String said = protocol.isEmpty() ? match.get().protocol() : protocol;
        labels = labels.with(Pod.portLabels(container, match.get(), said).labels());
      }
    }
    return labels;
  }

  /// All that were added, and the other ports of their pods' containers.
  List<Labels> all() {
    List<Labels> all = new ArrayList<>(targets);
    for (Seen seen : pods.values()) {
      Pod pod = seen.pod();
      if (pod.ip().isEmpty()) {
        continue;
      }
      Labels shared = pod.labels(view);
      for (Pod.Container container : pod.containers()) {
        for (Pod.Port port : container.ports()) {
          if (!seen.ports().contains(port.number())) {
            all.add(
                Pod.portLabels(container, port, port.protocol())
                    .address(LabelText.hostPort(pod.ip(), port.number()))
                    .labels()
                    .with(shared));
          }
        }
      }
    }
    return all;
  }
}
