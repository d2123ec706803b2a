package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.LabelText;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The endpoints of a service, which has the same name.
record Endpoints(Meta meta, Labels own, List<Endpoint> endpoints) implements KubeObject {

  /// One port of one address.
  ///
  /// @param node empty when the endpoint does not say
  record Endpoint(Labels labels, Reference reference, String node, int port, String protocol) {}

  static Endpoints read(Tree tree) {
    Meta meta = Meta.read(tree);
    List<Endpoint> endpoints = new ArrayList<>();
    for (Tree subset : tree.trees("subsets")) {
      for (Tree port : subset.trees("ports")) {
        subset.trees("addresses").forEach(one -> endpoints.add(endpoint(one, port, "true")));
        subset
            .trees("notReadyAddresses")
            .forEach(one -> endpoints.add(endpoint(one, port, "false")));
      }
    }
    Labels own =
        new MetaLabels().put("namespace", meta.namespace()).object("endpoints", meta).labels();
    return new Endpoints(meta, own, List.copyOf(endpoints));
  }

  private static Endpoint endpoint(Tree address, Tree port, String ready) {
    int number = port.number("port", 0);
    Reference reference = Reference.read(address.at("targetRef"));
    Labels labels =
        new MetaLabels()
            .address(LabelText.hostPort(address.text("ip"), number))
            .put("endpoint_port_name", port.text("name"))
            .put("endpoint_port_protocol", port.text("protocol"))
            .put("endpoint_ready", ready)
            .put("endpoint_address_target_kind", reference.kind())
            .put("endpoint_address_target_name", reference.name())
            .put("endpoint_node_name", address.text("nodeName"))
            .put("endpoint_hostname", address.text("hostname"))
            .labels();
    return new Endpoint(labels, reference, address.text("nodeName"), number, port.text("protocol"));
  }

  @Override
  public Optional<TargetGroup> group(View view) {
    BackedTargets targets = new BackedTargets(view);
    for (Endpoint endpoint : endpoints) {
      Reference reference = endpoint.reference();
      String node =
          endpoint.node().isEmpty() && reference.kind().equals("Node")
              ? reference.name()
              : endpoint.node();
      targets.add(
          endpoint.labels().with(view.nodeLabels(node)),
          reference,
          endpoint.port(),
          endpoint.protocol());
    }
    Labels service =
        view.find(Resource.SERVICES, meta.key(), Service.class)
            .map(Service::own)
            .orElse(Labels.EMPTY);
    Labels shared = service.with(own).with(view.namespaceLabels(meta.namespace()));
    return Optional.of(new TargetGroup(targets.all(), shared, "endpoints/" + meta.key()));
  }
}
