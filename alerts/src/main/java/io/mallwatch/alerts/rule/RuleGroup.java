package io.mallwatch.alerts.rule;

import java.time.Duration;
import java.util.List;

/// Rules that are evaluated together, one after the other, at one moment.
///
/// @param file where it comes from
/// @param name unique in its file
/// @param queryOffset how far back the expressions look, for sources that arrive late
/// @param limit most alerts or series of one rule, 0 for no limit
public record RuleGroup(
    String file,
    String name,
    Duration interval,
    Duration queryOffset,
    int limit,
    List<Rule> rules) {

  public RuleGroup {
    if (interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException(
          "the interval of group %s is not positive".formatted(name));
    }
    rules = List.copyOf(rules);
  }

  /// Unique among all groups.
  public String key() {
    return file + ";" + name;
  }
}
