package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.model.Labels;

/// One series of an instant vector with all its steps, in memory.
///
/// @param nameDropped whether the metric's name is to go when the query ends
public record StepSeries(Labels labels, StepColumn column, boolean nameDropped) {

  /// With no values yet.
  public static StepSeries empty(Labels labels, int steps, boolean nameDropped) {
    return new StepSeries(labels, new StepColumn(steps), nameDropped);
  }
}
