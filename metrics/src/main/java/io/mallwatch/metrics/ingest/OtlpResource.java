package io.mallwatch.metrics.ingest;

import io.mallwatch.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a resource says of all its series.
///
/// @param common labels that each of its series gets: `job`, `instance` and promoted attributes
/// @param targetInfo the labels of its `target_info` series; empty when it shall have none
record OtlpResource(Labels common, Labels targetInfo) {

  private static final String SERVICE = "service.name";
  private static final String NAMESPACE = "service.namespace";
  private static final String INSTANCE = "service.instance.id";

  static OtlpResource of(Map<String, String> attributes, List<String> promoted, OtlpNames names) {
    Map<String, String> identity = new TreeMap<>();
    String service = attributes.getOrDefault(SERVICE, "");
    String namespace = attributes.getOrDefault(NAMESPACE, "");
    identity.put("job", namespace.isEmpty() ? service : namespace + "/" + service);
    identity.put("instance", attributes.getOrDefault(INSTANCE, ""));

    Map<String, String> common = new TreeMap<>();
    for (String attribute : promoted) {
      common.put(names.label(attribute), attributes.getOrDefault(attribute, ""));
    }
    common.putAll(identity);

    Map<String, String> info = new TreeMap<>();
    attributes.forEach((key, value) -> {
      if (!key.isEmpty()
          && !key.equals(SERVICE)
          && !key.equals(NAMESPACE)
          && !key.equals(INSTANCE)) {
        info.merge(names.label(key), value, (a, b) -> a + ";" + b);
      }
    });
    boolean anonymous = Labels.of(identity).isEmpty();
    if (info.isEmpty() || anonymous) {
      return new OtlpResource(Labels.of(common), Labels.EMPTY);
    }
    info.putAll(identity);
    info.put(Labels.METRIC_NAME, "target_info");
    return new OtlpResource(Labels.of(common), Labels.of(info));
  }
}
