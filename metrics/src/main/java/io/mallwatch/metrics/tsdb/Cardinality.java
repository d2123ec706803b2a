package io.mallwatch.metrics.tsdb;

import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Which metrics and labels make the most series in the head; what `/status/tsdb` answers.
///
/// @param labelPairs how many distinct name-value pairs there are
/// @param seriesByMetric metric names with the most series
/// @param valuesByLabel label names with the most values
/// @param bytesByLabel label names whose values take the most characters
/// @param seriesByPair `name=value` pairs with the most series
public record Cardinality(
    long labelPairs,
    List<Count> seriesByMetric,
    List<Count> valuesByLabel,
    List<Count> bytesByLabel,
    List<Count> seriesByPair) {

  /// A name and its count.
  public record Count(String name, long count) {}

  static Cardinality of(Map<String, Map<String, Integer>> seriesByValueByName, int limit) {
    List<Count> metrics = new ArrayList<>();
    List<Count> values = new ArrayList<>();
    List<Count> bytes = new ArrayList<>();
    List<Count> pairs = new ArrayList<>();
    seriesByValueByName.forEach((name, sizes) -> {
      long characters = 0;
      for (Map.Entry<String, Integer> size : sizes.entrySet()) {
        pairs.add(new Count(name + "=" + size.getKey(), size.getValue()));
        characters += size.getKey().length();
        if (name.equals(Labels.METRIC_NAME)) {
          metrics.add(new Count(size.getKey(), size.getValue()));
        }
      }
      values.add(new Count(name, sizes.size()));
      bytes.add(new Count(name, characters));
    });
    return new Cardinality(
        pairs.size(),
        top(metrics, limit),
        top(values, limit),
        top(bytes, limit),
        top(pairs, limit));
  }

  private static List<Count> top(List<Count> counts, int limit) {
    return counts.stream()
        .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::name))
        .limit(limit)
        .toList();
  }
}
