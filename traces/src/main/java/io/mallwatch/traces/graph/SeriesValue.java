package io.mallwatch.traces.graph;

import io.mallwatch.model.Labels;
import org.jspecify.annotations.Nullable;

/// A cumulative series as it is now.
///
/// @param labels with the metric's name
/// @param example the last span that was counted in it, or null
public record SeriesValue(Labels labels, double value, @Nullable SpanExample example) {

  /// A span behind a number.
  ///
  /// @param value in the unit of the series
  public record SpanExample(String traceId, String spanId, double value, long atMillis) {}
}
