package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.LabelText;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.model.Labels;
import java.util.List;
import java.util.Optional;

/// Some of the endpoints of a service.
///
/// @param addressType `IPv4`, `IPv6` or `FQDN`
record EndpointSlice(
    Meta meta, Labels own, String addressType, List<Endpoint> endpoints, List<Port> ports)
    implements KubeObject {

  private static final String SERVICE = "kubernetes.io/service-name";
  private static final String PREFIX = "endpointslice_";

  /// @param node empty when the endpoint does not say
  record Endpoint(List<String> addresses, Labels labels, Reference reference, String node) {}

  /// @param number -1 when all ports are meant
  record Port(int number, Labels labels) {}

  static EndpointSlice read(Tree tree) {
    Meta meta = Meta.read(tree);
    String type = tree.text("addressType");
    Labels own =
        new MetaLabels()
            .put("namespace", meta.namespace())
            .put(PREFIX + "address_type", type)
            .object("endpointslice", meta)
            .labels();
    return new EndpointSlice(
        meta,
        own,
        type,
        tree.trees("endpoints").stream().map(EndpointSlice::endpoint).toList(),
        tree.trees("ports").stream().map(EndpointSlice::port).toList());
  }

  private static Endpoint endpoint(Tree tree) {
    Reference reference = Reference.read(tree.at("targetRef"));
    Tree conditions = tree.at("conditions");
    MetaLabels labels = new MetaLabels();
    for (String condition : List.of("ready", "serving", "terminating")) {
      labels.put(PREFIX + "endpoint_conditions_" + condition, conditions.text(condition));
    }
    labels
        .put(PREFIX + "endpoint_hostname", tree.text("hostname"))
        .put(PREFIX + "endpoint_node_name", tree.text("nodeName"))
        .put(PREFIX + "endpoint_zone", tree.text("zone"))
        .put(PREFIX + "address_target_kind", reference.kind())
        .put(PREFIX + "address_target_name", reference.name());
    tree.pairs("deprecatedTopology")
        .forEach((name, value) -> {
          String clean = LabelText.sanitized(name);
          labels.put(PREFIX + "endpoint_topology_" + clean, value);
          labels.put(PREFIX + "endpoint_topology_present_" + clean, "true");
        });
    return new Endpoint(tree.texts("addresses"), labels.labels(), reference, tree.text("nodeName"));
  }

  private static Port port(Tree tree) {
    int number = tree.number("port", -1);
    Labels labels =
        new MetaLabels()
            .put(PREFIX + "port", number < 0 ? "" : Integer.toString(number))
            .put(PREFIX + "port_name", tree.text("name"))
            .put(PREFIX + "port_protocol", tree.text("protocol"))
            .put(PREFIX + "port_app_protocol", tree.text("appProtocol"))
            .labels();
    return new Port(number, labels);
  }

  /// A slice of a service's second kind of addresses is none: it would repeat the first's targets.
  @Override
  public Optional<TargetGroup> group(View view) {
    String name = meta.labels().getOrDefault(SERVICE, "");
    Optional<Service> service =
        view.find(Resource.SERVICES, Meta.key(meta.namespace(), name), Service.class);
    String family = service.map(Service::primaryFamily).orElse("");
    if (!family.isEmpty() && !family.equals(addressType)) {
      return Optional.empty();
    }
    BackedTargets targets = new BackedTargets(view);
    for (Endpoint endpoint : endpoints) {
      Reference reference = endpoint.reference();
      String node = reference.kind().equals("Node") ? reference.name() : endpoint.node();
      Labels shared = endpoint.labels().with(view.nodeLabels(node));
      for (Port port : ports) {
        for (String address : endpoint.addresses()) {
          String target = port.number() < 0 ? address : LabelText.hostPort(address, port.number());
          Labels labels = shared.with(port.labels()).with(TargetGroup.ADDRESS, target);
          targets.add(labels, reference, port.number(), "");
        }
      }
    }
    Labels shared =
        own.with(service.map(Service::own).orElse(Labels.EMPTY))
            .with(view.namespaceLabels(meta.namespace()));
    return Optional.of(new TargetGroup(targets.all(), shared, "endpointslice/" + meta.key()));
  }
}
