package io.mallwatch.metrics.promql.vector;

import io.mallwatch.model.Labels;
import java.util.List;

/// Series that an aggregation takes together.
///
/// @param labels of the result
public record SeriesGroup(Labels labels, List<StepSeries> members) {

  /// Whether the name of any member is to go when the query ends.
  public boolean nameDropped() {
    return members.stream().anyMatch(StepSeries::nameDropped);
  }
}
