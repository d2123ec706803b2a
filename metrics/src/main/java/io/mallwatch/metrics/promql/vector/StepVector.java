package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.model.Labels;

/// An instant vector at each step of a [Grid], as an operator yields it: labels first, then the
/// steps of one series after the other when they are asked for, so that memory holds one series and
/// not all. No two series are equal in both labels and [#nameDropped(int)]; a series may turn out
/// to have no sample at all. Thread-safe, but for its readers.
public interface StepVector {

  /// How many series there are.
  int size();

  /// The labels of a series; perhaps made anew at each call.
  Labels labels(int index);

  /// Whether the metric's name of a series is to go when the query ends.
  boolean nameDropped(int index);

  /// Makes a reader; one for each thread.
  Reader reader();

  /// Computes series, in any order. Not thread-safe.
  interface Reader {

    /// Fills `into`, whatever was in it.
    void read(int index, StepColumn into);
  }
}
