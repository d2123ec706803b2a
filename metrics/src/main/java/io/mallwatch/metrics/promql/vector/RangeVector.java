package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.promql.function.WindowBounds;
import io.mallwatch.model.Labels;
import java.util.Arrays;

/// A range selector or subquery: labels first, then the samples of one series after the other.
/// Thread-safe, but for its readers.
public interface RangeVector {

  /// How many series there are.
  int size();

  Labels labels(int index);

  /// As in [StepVector].
  boolean nameDropped(int index);

  /// Length of the window, which is open on the left.
  long windowMillis();

  /// Where the window ends.
  Reference reference();

  /// Makes a reader; one for each thread.
  Reader reader();

  /// Reads series, in any order. Not thread-safe.
  interface Reader {

    /// Fills `into`, whatever was in it, with what the windows of all steps need, without stale
    /// markers.
    void read(int index, SampleColumns into);
  }

  /// The moment that a selector looks at: `@` and `offset`.
  ///
  /// @param pinned whether `pinnedAt` replaces the moment of evaluation
  record Reference(boolean pinned, long pinnedAt, long offset) {

    /// For evaluation at `time`; never falls as `time` rises.
    public long at(long time) {
      return (pinned ? pinnedAt : time) - offset;
    }

    /// Windows of `lengthMillis`, open on the left, that end here at each step.
    public WindowBounds windows(Grid grid, long lengthMillis) {
      long[] evaluatedAt = new long[grid.steps()];
      Arrays.setAll(evaluatedAt, grid::time);
      long[] ends = new long[grid.steps()];
      Arrays.setAll(ends, step -> at(evaluatedAt[step]));
      return new WindowBounds(evaluatedAt, ends, lengthMillis);
    }
  }
}
