package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.model.Labels;

/// A vector that is the same at every step.
///
/// @param once it at one step
public record SpreadVector(StepVector once) implements StepVector {

  @Override
  public int size() {
    return once.size();
  }

  @Override
  public Labels labels(int index) {
    return once.labels(index);
  }

  @Override
  public boolean nameDropped(int index) {
    return once.nameDropped(index);
  }

  @Override
  public Reader reader() {
    Reader reader = once.reader();
    StepColumn column = new StepColumn(1);
    return (index, into) -> {
      reader.read(index, column);
      into.clear();
      NativeHistogram histogram = column.histogram(0);
      if (column.has(0)) {
        into.fill(column.value(0));
      } else if (histogram != null) {
        for (int step = 0; step < into.steps(); step++) {
          into.set(step, histogram);
        }
      }
    };
  }
}
