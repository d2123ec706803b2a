package io.mallwatch.metrics.scrape.discovery.kubernetes;

/// What an endpoint is; empty texts when it does not say.
record Reference(String kind, String namespace, String name) {

  static Reference read(Tree tree) {
    return new Reference(tree.text("kind"), tree.text("namespace"), tree.text("name"));
  }
}
