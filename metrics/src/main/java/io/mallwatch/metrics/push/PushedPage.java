package io.mallwatch.metrics.push;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.ingest.MalformedExpositionException;
import io.mallwatch.metrics.ingest.page.Exposition;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A pushed page as families, each sample with the labels of its group.
final class PushedPage {

  /// Families that the gateway itself writes.
  static final String PUSH_TIME = "push_time_seconds";

  static final String FAILURE_TIME = "push_failure_time_seconds";

  private static final List<String> SUFFIXES = List.of("_bucket", "_count", "_sum");
  private static final MetricMetadata UNTYPED = new MetricMetadata("", "unknown", "", "");

  private PushedPage() {}

  /// @throws IllegalArgumentException with a text for the one who pushed
  static Map<String, PushGroup.Family> families(Labels key, byte[] body, Instant now) {
    Exposition page;
    try {
      page = Exposition.parse(body);
    } catch (MalformedExpositionException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
    Map<String, MetricMetadata> said = new HashMap<>();
    page.metadata().forEach(one -> said.put(one.family(), one));
    Map<String, List<PushGroup.Sample>> samples = new LinkedHashMap<>();
    Set<Labels> seen = new HashSet<>();
    for (Exposition.Line line : page.lines()) {
      if (line.timestampMillis().isPresent()) {
        throw new IllegalArgumentException("pushed metrics must not have timestamps");
      }
      String family = family(line.labels().metricName(), said);
      if (family.equals(PUSH_TIME) || family.equals(FAILURE_TIME)) {
        continue;
      }
      Labels labels = Labels.of(merged(line.labels(), key));
      if (!seen.add(labels)) {
        throw new IllegalArgumentException("%s was pushed twice in one push".formatted(labels));
      }
      samples
          .computeIfAbsent(family, _ -> new ArrayList<>())
          .add(new PushGroup.Sample(new SeriesKey(labels), line.value()));
    }
    Map<String, PushGroup.Family> families = new LinkedHashMap<>();
    samples.forEach((name, all) -> {
      MetricMetadata about = said.getOrDefault(name, UNTYPED);
      families.put(name, new PushGroup.Family(name, about.type(), about.help(), now, all));
    });
    return families;
  }

  private static Map<String, String> merged(Labels page, Labels key) {
    Map<String, String> merged = new HashMap<>(page.toMap());
    merged.putAll(key.toMap());
    merged.values().removeIf(String::isEmpty);
    return merged;
  }

  private static String family(String name, Map<String, MetricMetadata> said) {
    if (!said.containsKey(name)) {
      for (String suffix : SUFFIXES) {
        if (name.endsWith(suffix)) {
          String base = name.substring(0, name.length() - suffix.length());
          String type = said.getOrDefault(base, UNTYPED).type();
          if (type.equals("histogram") || (type.equals("summary") && !suffix.equals("_bucket"))) {
            return base;
          }
        }
      }
    }
    return name;
  }
}
