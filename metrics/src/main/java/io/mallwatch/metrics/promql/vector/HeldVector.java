package io.mallwatch.metrics.promql.vector;

import io.mallwatch.model.Labels;
import java.util.List;

/// A vector that is in memory.
///
/// @param series no two are equal in both labels and [StepSeries#nameDropped()]
public record HeldVector(List<StepSeries> series) implements StepVector {

  /// Nothing.
  public static final HeldVector EMPTY = new HeldVector(List.of());

  public HeldVector {
    series = List.copyOf(series);
  }

  @Override
  public int size() {
    return series.size();
  }

  @Override
  public Labels labels(int index) {
    return series.get(index).labels();
  }

  @Override
  public boolean nameDropped(int index) {
    return series.get(index).nameDropped();
  }

  @Override
  public Reader reader() {
    return (index, into) -> into.copyFrom(series.get(index).column());
  }
}
