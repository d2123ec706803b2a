package io.mallwatch.metrics.promql.vector;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.util.List;

/// When metric names go and what happens when series become equal by that: they are one series if
/// they never have a sample at the same step, else the query fails.
///
/// @param delayed whether they stay until the query ends
public record Naming(boolean delayed) {

  private static final LabelSubset NAMELESS =
      LabelSubset.except(List.of(Labels.METRIC_NAME, "__type__", "__unit__"));

  /// The labels without those that describe the metric.
  public static Labels withoutName(Labels labels) {
    return isNameless(labels) ? labels : NAMELESS.of(labels);
  }

  private static boolean isNameless(Labels labels) {
    return !labels.has(Labels.METRIC_NAME) && !labels.has("__type__") && !labels.has("__unit__");
  }

  /// The labels that the result of a function has at once.
  public Labels dropped(Labels labels) {
    return delayed ? labels : withoutName(labels);
  }

  /// `input` changed, as the result of a function.
  public StepVector drop(StepVector input, MappedVector.Change change) {
    return merge(new MappedVector(input, this::dropped, true, change));
  }

  /// At the end of a query.
  public StepVector finish(StepVector all) {
    return delayed ? merge(new FinishedVector(all)) : all;
  }

  private record FinishedVector(StepVector input) implements StepVector {
    @Override
    public int size() {
      return input.size();
    }

    @Override
    public Labels labels(int index) {
      Labels labels = input.labels(index);
      return input.nameDropped(index) ? withoutName(labels) : labels;
    }

    @Override
    public boolean nameDropped(int index) {
      return input.nameDropped(index);
    }

    @Override
    public Reader reader() {
      return input.reader();
    }
  }

  /// The name to show in a note about `labels`; empty once it was dropped.
  public String shownName(Labels labels) {
    return delayed ? labels.metricName() : "";
  }

  /// Makes one of series with equal labels; keeps the order of first appearance. Its readers throw
  /// [BadQueryException] when two have a sample at the same step.
  public static StepVector merge(StepVector all) {
    return MergedVector.of(all);
  }

  public static BadQueryException sameLabels() {
    return BadQueryException.whileComputing("vector cannot contain metrics with the same labelset");
  }
}
