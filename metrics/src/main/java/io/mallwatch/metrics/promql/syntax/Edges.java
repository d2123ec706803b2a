package io.mallwatch.metrics.promql.syntax;

import java.util.Locale;

/// Where a selector looks for values beside its window.
public enum Edges {
  /// Nowhere.
  PLAIN,
  /// `anchored`: a window starts with the last sample before it.
  ANCHORED,
  /// `smoothed`: values at the edges are interpolated between the samples around them.
  SMOOTHED;

  /// As written.
  String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}
