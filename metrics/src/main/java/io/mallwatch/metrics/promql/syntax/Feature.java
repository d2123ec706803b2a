package io.mallwatch.metrics.promql.syntax;

import java.util.EnumSet;
import java.util.Set;

/// Parts of the language that Prometheus has behind a flag.
public enum Feature {
  /// Functions and aggregations that may still change, such as `info` and `limitk`.
  EXPERIMENTAL_FUNCTIONS,
  /// `anchored` and `smoothed`.
  EXTENDED_SELECTORS,
  /// `fill`, `fill_left`, `fill_right`.
  FILL;

  /// Everything.
  public static final Set<Feature> ALL = Set.copyOf(EnumSet.allOf(Feature.class));
}
