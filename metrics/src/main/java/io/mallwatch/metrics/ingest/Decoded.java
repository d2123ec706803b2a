package io.mallwatch.metrics.ingest;

import io.mallwatch.metrics.MetricBatch;
import java.util.List;
import java.util.Map;

/// What a pushed request held.
///
/// @param batch what can be stored
/// @param points data points (OTLP) or samples (remote write) in the request, good and bad
/// @param rejected points that cannot be stored, by reason such as `native_histogram_unsupported`
/// @param warnings for the sender; at most a few
public record Decoded(
    MetricBatch batch, int points, Map<String, Integer> rejected, List<String> warnings) {

  public Decoded {
    rejected = Map.copyOf(rejected);
    warnings = List.copyOf(warnings);
  }

  /// How many points cannot be stored.
  public int rejectedCount() {
    return rejected.values().stream().mapToInt(Integer::intValue).sum();
  }
}
