package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.LabelText;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A service.
///
/// @param own labels that its endpoints tell too
/// @param targets one for each port
/// @param primaryFamily `IPv4` or `IPv6` of the addresses that count when it has both; empty when
///   it has one kind
record Service(Meta meta, Labels own, List<Labels> targets, String primaryFamily)
    implements KubeObject {

  static Service read(Tree tree) {
    Meta meta = Meta.read(tree);
    Tree spec = tree.at("spec");
    Labels own =
        new MetaLabels().put("namespace", meta.namespace()).object("service", meta).labels();
    String policy = spec.text("ipFamilyPolicy");
    List<String> families = spec.texts("ipFamilies");
    boolean both = policy.equals("PreferDualStack") || policy.equals("RequireDualStack");
    return new Service(
        meta, own, targets(meta, tree), both && !families.isEmpty() ? families.getFirst() : "");
  }

  private static List<Labels> targets(Meta meta, Tree tree) {
    Tree spec = tree.at("spec");
    String type = spec.text("type");
    String host = meta.name() + "." + meta.namespace() + ".svc";
    List<Labels> targets = new ArrayList<>();
    for (Tree port : spec.trees("ports")) {
      int number = port.number("port", 0);
      MetaLabels target =
          new MetaLabels()
              .address(LabelText.hostPort(host, number))
              .put("service_port_name", port.text("name"))
              .put("service_port_number", Integer.toString(number))
              .put("service_port_protocol", port.text("protocol"))
              .put("service_type", type);
      if (type.equals("ExternalName")) {
        target.put("service_external_name", spec.text("externalName"));
      } else {
        target.put("service_cluster_ip", spec.text("clusterIP"));
      }
      if (type.equals("LoadBalancer")) {
        target.put("service_loadbalancer_ip", loadBalancer(tree));
      }
      targets.add(target.labels());
    }
    return List.copyOf(targets);
  }

  private static String loadBalancer(Tree tree) {
    String given =
        tree.at("status").at("loadBalancer").trees("ingress").stream()
            .map(ingress -> ingress.text("ip"))
            .filter(ip -> !ip.isEmpty())
            .collect(Collectors.joining(","));
    return given.isEmpty() ? tree.at("spec").text("loadBalancerIP") : given;
  }

  @Override
  public Optional<TargetGroup> group(View view) {
    Labels shared = own.with(view.namespaceLabels(meta.namespace()));
    return Optional.of(new TargetGroup(targets, shared, "svc/" + meta.key()));
  }
}
