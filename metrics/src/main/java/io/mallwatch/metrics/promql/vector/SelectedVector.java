package io.mallwatch.metrics.promql.vector;

import io.mallwatch.model.Labels;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// Some series of a vector.
final class SelectedVector implements StepVector {

  private final StepVector input;
  private final int[] indexes;

  private SelectedVector(StepVector input, int[] indexes) {
    this.input = input;
    this.indexes = indexes;
  }

  /// Those whose index passes.
  static StepVector where(StepVector input, IntPredicate chosen) {
    int[] indexes = new int[input.size()];
    int count = 0;
    for (int i = 0; i < indexes.length; i++) {
      if (chosen.test(i)) {
        indexes[count++] = i;
      }
    }
    return count == indexes.length
        ? input
        : new SelectedVector(input, Arrays.copyOf(indexes, count));
  }

  @Override
  public int size() {
    return indexes.length;
  }

  @Override
  public Labels labels(int index) {
    return input.labels(indexes[index]);
  }

  @Override
  public boolean nameDropped(int index) {
    return input.nameDropped(indexes[index]);
  }

  @Override
  public Reader reader() {
    Reader reader = input.reader();
    return (index, into) -> reader.read(indexes[index], into);
  }
}
