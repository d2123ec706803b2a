package io.mallwatch.metrics.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects what a request held that cannot be stored. Not thread-safe.
public final class Rejections {

  private static final int MAX_WARNINGS = 10;

  private final Map<String, Integer> counts = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private String firstError = "";

  /// Counts `points` under `reason`; the first few details are kept as warnings.
  public void add(String reason, int points, String detail) {
    if (counts.merge(reason, points, Integer::sum) == points && warnings.size() < MAX_WARNINGS) {
      warnings.add(detail);
      firstError = firstError.isEmpty() ? detail : firstError;
    }
  }

  public void warn(String warning) {
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(warning);
    }
  }

  /// The detail of the first refusal; empty when there was none.
  public String firstError() {
    return firstError;
  }

  public Map<String, Integer> counts() {
    return counts;
  }

  public List<String> warnings() {
    return warnings;
  }
}
