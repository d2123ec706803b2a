package io.mallwatch.metrics.promql.mixed;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import org.jspecify.annotations.Nullable;

/// Adds and subtracts histograms of a range and notes what had to be done. Where two can't be added
/// the result is null.
record HistogramNotes(RangeNotes notes) {

  @Nullable NativeHistogram add(NativeHistogram left, NativeHistogram right) {
    if (!HistogramMath.compatible(left, right)) {
      notes.mixedSchemas();
      return null;
    }
    return noted(HistogramMath.add(left, right), "addition");
  }

  @Nullable NativeHistogram subtract(NativeHistogram from, NativeHistogram taken) {
    if (!HistogramMath.compatible(from, taken)) {
      notes.mixedSchemas();
      return null;
    }
    return noted(HistogramMath.subtract(from, taken), "subtraction");
  }

  private NativeHistogram noted(HistogramMath.Merged merged, String operation) {
    if (merged.reconciledBounds()) {
      notes.reconciledBounds(operation);
    }
    return merged.histogram();
  }
}
