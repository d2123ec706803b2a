package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.LabelText;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A pod.
///
/// @param node it runs on; empty before it is scheduled
/// @param ip empty while the pod starts, or when it was evicted
/// @param own labels of the pod itself
/// @param containers init containers come last
record Pod(Meta meta, String node, String ip, Labels own, List<Container> containers)
    implements KubeObject {

  /// @param id empty when the container never ran
  record Container(String name, String image, String id, boolean init, List<Port> ports) {}

  record Port(String name, int number, String protocol) {}

  static Pod read(Tree tree) {
    Meta meta = Meta.read(tree);
    Tree spec = tree.at("spec");
    Tree status = tree.at("status");
    String ready =
        status.trees("conditions").stream()
            .filter(condition -> condition.text("type").equals("Ready"))
            .findFirst()
            .map(condition -> condition.text("status").toLowerCase(Locale.ROOT))
            .orElse("unknown");
    String node = spec.text("nodeName");
    String ip = status.text("podIP");
    Labels own =
        new MetaLabels()
            .object("pod", meta)
            .put("pod_ip", ip)
            .put("pod_ready", ready)
            .put("pod_phase", status.text("phase"))
            .put("pod_node_name", node)
            .put("pod_host_ip", status.text("hostIP"))
            .put("pod_uid", tree.at("metadata").text("uid"))
            .put("pod_controller_kind", meta.controller().kind())
            .put("pod_controller_name", meta.controller().name())
            .labels();
    List<Container> containers = new ArrayList<>();
    Map<String, String> ids = ids(status.trees("containerStatuses"));
    spec.trees("containers").forEach(one -> containers.add(container(one, ids, false)));
    Map<String, String> initIds = ids(status.trees("initContainerStatuses"));
    spec.trees("initContainers").forEach(one -> containers.add(container(one, initIds, true)));
    return new Pod(meta, node, ip, own, List.copyOf(containers));
  }

  private static Map<String, String> ids(List<Tree> statuses) {
    Map<String, String> ids = new HashMap<>();
    statuses.forEach(status -> ids.putIfAbsent(status.text("name"), status.text("containerID")));
    return ids;
  }

  private static Container container(Tree tree, Map<String, String> ids, boolean init) {
    String name = tree.text("name");
    List<Port> ports =
        tree.trees("ports").stream()
            .map(port ->
                new Port(port.text("name"), port.number("containerPort", 0), port.text("protocol")))
            .toList();
    return new Container(name, tree.text("image"), ids.getOrDefault(name, ""), init, ports);
  }

  /// The pod's labels, without its namespace.
  Labels labels(View view) {
    return own.with(view.ownerLabels(meta));
  }

  /// Labels of one port of a container.
  static MetaLabels portLabels(Container container, Port port, String protocol) {
    return containerLabels(container)
        .put("pod_container_port_name", port.name())
        .put("pod_container_port_number", Integer.toString(port.number()))
        .put("pod_container_port_protocol", protocol);
  }

  private static MetaLabels containerLabels(Container container) {
    return new MetaLabels()
        .put("pod_container_name", container.name())
        .put("pod_container_image", container.image())
        .put("pod_container_init", Boolean.toString(container.init()));
  }

  /// Pods on nodes that are not among the selected ones are none.
  @Override
  public Optional<TargetGroup> group(View view) {
    if (ip.isEmpty()
        || (view.watches(Resource.NODES)
            && view.find(Resource.NODES, node, Node.class).isEmpty())) {
      return Optional.empty();
    }
    List<Labels> targets = new ArrayList<>();
    for (Container container : containers) {
      if (container.ports().isEmpty()) {
        targets.add(
            containerLabels(container)
                .put("pod_container_id", container.id())
                .address(ip)
                .labels());
      }
      for (Port port : container.ports()) {
        targets.add(
            portLabels(container, port, port.protocol())
                .put("pod_container_id", container.id())
                .address(LabelText.hostPort(ip, port.number()))
                .labels());
      }
    }
    Labels shared =
        labels(view)
            .with(new MetaLabels().put("namespace", meta.namespace()).labels())
            .with(view.nodeLabels(node))
            .with(view.namespaceLabels(meta.namespace()));
    return Optional.of(new TargetGroup(targets, shared, "pod/" + meta.key()));
  }
}
