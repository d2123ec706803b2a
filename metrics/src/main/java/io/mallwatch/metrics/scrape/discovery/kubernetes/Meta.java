package io.mallwatch.metrics.scrape.discovery.kubernetes;

import java.util.Map;

/// What every object has.
///
/// @param namespace empty for objects of the whole cluster
/// @param version of this state of the object
/// @param controller what made and keeps the object
record Meta(
    String name,
    String namespace,
    String version,
    Map<String, String> labels,
    Map<String, String> annotations,
    Owner controller) {

  /// An object that another belongs to; empty texts for none.
  record Owner(String kind, String name) {}

  /// Of a whole object.
  static Meta read(Tree object) {
    Tree meta = object.at("metadata");
    Owner controller =
        meta.trees("ownerReferences").stream()
            .filter(owner -> owner.text("controller").equals("true"))
            .findFirst()
            .map(owner -> new Owner(owner.text("kind"), owner.text("name")))
            .orElse(new Owner("", ""));
    return new Meta(
        meta.text("name"),
        meta.text("namespace"),
        meta.text("resourceVersion"),
        meta.pairs("labels"),
        meta.pairs("annotations"),
        controller);
  }

  /// Unique among objects of a kind.
  String key() {
    return key(namespace, name);
  }

  static String key(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
