package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.promql.syntax.TextRange;
import io.mallwatch.metrics.promql.vector.Notes;

/// Takes notes about one aggregation.
///
/// @param range what is aggregated
public record AggregateNotes(Notes notes, TextRange range) {

  void mixedSamples() {
    notes.mixedAggregation(range);
  }

  void mixedSchemas(String metric) {
    notes.mixedSchemas(metric, range);
  }

  void conflictingResets() {
    notes.conflictingResets("aggregation", range);
  }

  void reconciledBounds() {
    notes.reconciledBounds("aggregation", range);
  }
}
