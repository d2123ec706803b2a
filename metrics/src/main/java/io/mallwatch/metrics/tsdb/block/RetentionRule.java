package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.time.Duration;
import java.util.List;

/// Series that are kept for a shorter time than the others.
///
/// @param matchers which series: those that pass all; at least one
/// @param keep samples older than this go when their block is written anew, soon after it is over
public record RetentionRule(List<Matcher> matchers, Duration keep) {

  public RetentionRule {
    matchers = List.copyOf(matchers);
    if (matchers.isEmpty() || !keep.isPositive()) {
      throw new IllegalArgumentException("a retention rule needs matchers and a time above zero");
    }
  }

  /// Whether it is for this series.
  public boolean covers(Labels labels) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }
}
