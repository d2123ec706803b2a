package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.column.StepColumn;

/// How a vector is read whole.
@FunctionalInterface
public interface Scan {

  /// Hands all series of `vector`, which has `steps` steps, to `each`, in order, on this thread.
  void read(StepVector vector, int steps, Each each);

  /// Takes one series.
  @FunctionalInterface
  interface Each {

    /// @param column filled again after the return
    void accept(int index, StepColumn column);
  }
}
