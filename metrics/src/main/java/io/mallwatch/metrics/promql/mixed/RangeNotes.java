package io.mallwatch.metrics.promql.mixed;

import io.mallwatch.metrics.promql.syntax.TextRange;
import io.mallwatch.metrics.promql.vector.Notes;

/// Takes notes about one series of a range function.
///
/// @param metric its name
/// @param range the function's range argument
public record RangeNotes(Notes notes, String metric, TextRange range) {

  void mixedSamples() {
    notes.mixedSamples(metric, range);
  }

  void ignoredHistograms() {
    notes.ignoredInRange(metric, range);
  }

  void notCounter() {
    notes.histogramNotCounter(metric, range);
  }

  void notGauge() {
    notes.histogramNotGauge(metric, range);
  }

  void mixedSchemas() {
    notes.mixedSchemas(metric, range);
  }

  void reconciledBounds(String operation) {
    notes.reconciledBounds(operation, range);
  }

  void conflictingResets() {
    notes.conflictingResets("aggregation", range);
  }

  void overlappingStarts() {
    notes.overlappingStarts(metric, range);
  }
}
