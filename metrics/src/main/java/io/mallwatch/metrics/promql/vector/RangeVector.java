package io.mallwatch.metrics.promql.vector;

import io.mallwatch.model.Labels;
import java.util.List;

/// The series of a range selector or subquery, and where the window is at each step.
///
/// @param windowMillis length of the window, which is open on the left
public record RangeVector(List<Series> series, long windowMillis, Reference reference) {

  /// Samples of one series, without stale markers.
  ///
  /// @param nameDropped as in [StepSeries]
  public record Series(Labels labels, long[] times, double[] values, boolean nameDropped) {}

  /// The moment that a selector looks at: `@` and `offset`.
  ///
  /// @param pinned whether `pinnedAt` replaces the moment of evaluation
  public record Reference(boolean pinned, long pinnedAt, long offset) {

    /// For evaluation at `time`; never falls as `time` rises.
    public long at(long time) {
      return (pinned ? pinnedAt : time) - offset;
    }
  }
}
