package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.LabelText;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.model.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A node.
///
/// @param attached labels that targets on it may tell
/// @param own labels of the node as a target
/// @param target its kubelet; empty when the node has no address
record Node(Meta meta, Labels attached, Labels own, Optional<Labels> target) implements KubeObject {

  /// The first of these that a node has is where it is reached.
  private static final List<String> ADDRESSES =
      List.of("InternalIP", "InternalDNS", "ExternalIP", "ExternalDNS", "LegacyHostIP", "Hostname");

  static Node read(Tree tree) {
    Meta meta = Meta.read(tree);
    Tree status = tree.at("status");
    MetaLabels own = new MetaLabels().put("node_provider_id", tree.at("spec").text("providerID"));
    for (Tree condition : status.trees("conditions")) {
      String type = condition.text("type").toLowerCase(Locale.ROOT);
      own.put(
          "node_condition_" + LabelText.sanitized(type),
          condition.text("status").toLowerCase(Locale.ROOT));
    }
    return new Node(
        meta,
        new MetaLabels().object("node", meta).labels(),
        own.object("node", meta).labels(),
        target(meta, status));
  }

  private static Optional<Labels> target(Meta meta, Tree status) {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (Tree address : status.trees("addresses")) {
      addresses.putIfAbsent(address.text("type"), address.text("address"));
    }
    int port = status.at("daemonEndpoints").at("kubeletEndpoint").number("Port", 0);
    return ADDRESSES.stream()
        .filter(addresses::containsKey)
        .findFirst()
        .map(addresses::get)
        .map(host -> {
          MetaLabels target =
              new MetaLabels()
                  .address(LabelText.hostPort(host, port))
                  .plain("instance", meta.name());
          addresses.forEach(
              (type, address) -> target.put("node_address_" + LabelText.sanitized(type), address));
          return target.labels();
        });
  }

  @Override
  public Optional<TargetGroup> group(View view) {
    return target.map(one -> new TargetGroup(List.of(one), own, "node/" + meta.name()));
  }
}
