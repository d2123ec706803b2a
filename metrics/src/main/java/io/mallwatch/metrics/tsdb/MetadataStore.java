package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.MetricMetadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Type, help and unit of each metric family; the newest word counts. Thread-safe.
final class MetadataStore {

  /// Families kept; more are not taken.
  static final int LIMIT = 100_000;

  private final Map<String, MetricMetadata> families = new TreeMap<>(); // guarded by this

  /// Whether `metadata` says something new and there is room.
  synchronized boolean accepts(MetricMetadata metadata) {
    MetricMetadata known = families.get(metadata.family());
    return known == null ? families.size() < LIMIT : !known.equals(metadata);
  }

  synchronized void put(MetricMetadata metadata) {
    families.put(metadata.family(), metadata);
  }

  /// Of one family, or of all when `family` is empty.
  synchronized List<MetricMetadata> find(String family) {
    if (family.isEmpty()) {
      return List.copyOf(families.values());
    }
    MetricMetadata found = families.get(family);
    return found == null ? List.of() : List.of(found);
  }
}
