package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.Labels;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a resource says of all its series.
///
/// @param promoted labels that a series gets unless it has them itself
/// @param identity `job` and `instance`, which win over the series' own
/// @param targetInfo its `target_info` series; null when it shall have none
record OtlpResource(Labels promoted, Labels identity, @Nullable SeriesKey targetInfo) {

  private static final String SERVICE = "service.name";
  private static final String NAMESPACE = "service.namespace";
  private static final String INSTANCE = "service.instance.id";

  static OtlpResource of(
      Map<String, String> attributes, OtlpMetricsConfig.Promotion promotion, OtlpNames names) {
    Map<String, String> identity = new TreeMap<>();
    String service = attributes.get(SERVICE);
    String namespace = attributes.get(NAMESPACE);
    if (service != null) {
      identity.put("job", namespace == null ? service : namespace + "/" + service);
    }
    identity.put("instance", attributes.getOrDefault(INSTANCE, ""));

    Map<String, String> promoted = new TreeMap<>();
    Map<String, String> info = new TreeMap<>();
    boolean more = false;
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      String label = names.label(attribute.getKey());
      if (label.isEmpty()) {
        continue;
      }
      if (promotion.promotes(attribute.getKey())) {
        promoted.put(label, attribute.getValue());
      }
      boolean identifies = identifies(attribute.getKey());
      more |= !identifies;
      if (!identifies || promotion.identifying()) {
        info.merge(label, attribute.getValue(), (a, b) -> a.isEmpty() ? b : a + ";" + b);
      }
    }
    Labels who = Labels.of(identity);
    if (!more || who.isEmpty()) {
      return new OtlpResource(Labels.of(promoted), who, null);
    }
    Labels labels = Labels.of(info).with(who).with(Labels.METRIC_NAME, "target_info");
    return new OtlpResource(Labels.of(promoted), who, new SeriesKey(labels));
  }

  private static boolean identifies(String attribute) {
    return attribute.equals(SERVICE) || attribute.equals(NAMESPACE) || attribute.equals(INSTANCE);
  }
}
