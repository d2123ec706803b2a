package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.LabelText;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.model.Labels;
import java.util.Map;
import java.util.TreeMap;

/// Collects `__meta_kubernetes_` labels; empty values are none.
final class MetaLabels {

  private static final String PREFIX = "__meta_kubernetes_";

  private final Map<String, String> labels = new TreeMap<>();

  MetaLabels put(String name, String value) {
    labels.put(PREFIX + name, value);
    return this;
  }

  MetaLabels address(String address) {
    labels.put(TargetGroup.ADDRESS, address);
    return this;
  }

  /// A label that is not Kubernetes's own.
  MetaLabels plain(String name, String value) {
    labels.put(name, value);
    return this;
  }

  /// Name, labels and annotations of an object.
  MetaLabels object(String kind, Meta meta) {
    return put(kind + "_name", meta.name()).texts(kind, meta);
  }

  /// Labels and annotations of an object.
  MetaLabels texts(String kind, Meta meta) {
    meta.labels().forEach((name, value) -> text(kind + "_label", name, value));
    meta.annotations().forEach((name, value) -> text(kind + "_annotation", name, value));
    return this;
  }

  private void text(String kind, String name, String value) {
    String clean = LabelText.sanitized(name);
    put(kind + "_" + clean, value);
    put(kind + "present_" + clean, "true");
  }

  Labels labels() {
    return Labels.of(labels);
  }
}
