package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An ingress.
///
/// @param targets one for each path of each host
record Ingress(Meta meta, Labels own, List<Labels> targets) implements KubeObject {

  static Ingress read(Tree tree) {
    Meta meta = Meta.read(tree);
    Tree spec = tree.at("spec");
    Labels own =
        new MetaLabels()
            .put("namespace", meta.namespace())
            .put("ingress_class_name", spec.text("ingressClassName"))
            .object("ingress", meta)
            .labels();
    List<String> secured =
        spec.trees("tls").stream().flatMap(tls -> tls.texts("hosts").stream()).toList();
    List<Labels> targets = new ArrayList<>();
    for (Tree rule : spec.trees("rules")) {
      String host = rule.text("host");
      boolean tls = secured.stream().anyMatch(pattern -> matches(pattern, host));
      for (String path : paths(rule)) {
        targets.add(
            new MetaLabels()
                .address(host)
                .put("ingress_scheme", tls ? "https" : "http")
                .put("ingress_host", host)
                .put("ingress_path", path)
                .labels());
      }
    }
    return new Ingress(meta, own, List.copyOf(targets));
  }

  private static List<String> paths(Tree rule) {
    if (!rule.has("http")) {
      return List.of("/");
    }
    return rule.at("http").trees("paths").stream()
        .map(path -> path.text("path").isEmpty() ? "/" : path.text("path"))
        .toList();
  }

  /// Whether a host is a pattern's, whose first part may be `*`.
  private static boolean matches(String pattern, String host) {
    if (pattern.equals(host)) {
      return true;
    }
    int dot = host.indexOf('.');
    return pattern.startsWith("*.") && dot >= 0 && pattern.substring(1).equals(host.substring(dot));
  }

  @Override
  public Optional<TargetGroup> group(View view) {
    Labels shared = own.with(view.namespaceLabels(meta.namespace()));
    return Optional.of(new TargetGroup(targets, shared, "ingress/" + meta.key()));
  }
}
