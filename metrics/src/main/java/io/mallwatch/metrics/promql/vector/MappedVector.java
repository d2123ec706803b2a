package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.model.Labels;
import java.util.function.UnaryOperator;

/// A vector made of another series by series. It may have series with equal labels and is to be
/// merged ([Naming#merge(StepVector)]) where `relabel` can make two equal.
///
/// @param relabel labels of a result by those of its series
/// @param dropsName whether all names are to go, else those that were
/// @param change what becomes of the steps; used by several threads at once
public record MappedVector(
    StepVector input, UnaryOperator<Labels> relabel, boolean dropsName, Change change)
    implements StepVector {

  /// Changes the steps of a series in place.
  @FunctionalInterface
  public interface Change {

    /// Changes nothing.
    Change NONE = (_, _) -> {};

    /// @param index place of the series in the input
    void apply(int index, StepColumn column);
  }

  /// Whose labels stay as they are.
  public static MappedVector of(StepVector input, Change change) {
    return new MappedVector(input, UnaryOperator.identity(), false, change);
  }

  @Override
  public int size() {
    return input.size();
  }

  @Override
  public Labels labels(int index) {
    return relabel.apply(input.labels(index));
  }

  @Override
  public boolean nameDropped(int index) {
    return dropsName || input.nameDropped(index);
  }

  @Override
  public Reader reader() {
    Reader reader = input.reader();
    return (index, into) -> {
      reader.read(index, into);
      change.apply(index, into);
    };
  }
}
