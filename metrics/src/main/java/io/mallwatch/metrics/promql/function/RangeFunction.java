package io.mallwatch.metrics.promql.function;

import io.mallwatch.metrics.promql.column.StepColumn;

/// A function of range vectors, applied to all windows of a series at once. Stateless.
@FunctionalInterface
public interface RangeFunction {

  /// Puts into `out`, which is empty, the result at each step that has one. A step whose window is
  /// empty has none.
  void apply(Window window, StepColumn out);
}
