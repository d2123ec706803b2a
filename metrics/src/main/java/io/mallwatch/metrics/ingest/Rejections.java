package io.mallwatch.metrics.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects what a request held that cannot be stored. Not thread-safe.
final class Rejections {

  private static final int MAX_WARNINGS = 10;

  private final Map<String, Integer> counts = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /// Counts `points` under `reason`; the first few details are kept as warnings.
  void add(String reason, int points, String detail) {
    if (counts.merge(reason, points, Integer::sum) == points) {
      warn(detail);
    }
  }

  void warn(String warning) {
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(warning);
    }
  }

  Map<String, Integer> counts() {
    return counts;
  }

  List<String> warnings() {
    return warnings;
  }
}
