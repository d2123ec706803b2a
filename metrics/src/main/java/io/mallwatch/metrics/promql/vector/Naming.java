package io.mallwatch.metrics.promql.vector;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// When metric names go and what happens when series become equal by that: they are one series if
/// they never have a sample at the same step, else the query fails.
///
/// @param delayed whether they stay until the query ends
public record Naming(boolean delayed) {

  /// The labels without those that describe the metric.
  public static Labels withoutName(Labels labels) {
    return labels.filter(name ->
        !name.equals(Labels.METRIC_NAME) && !name.equals("__type__") && !name.equals("__unit__"));
  }

  /// The labels that the result of a function has at once.
  public Labels dropped(Labels labels) {
    return delayed ? labels : withoutName(labels);
  }

  /// `series` as the result of a function.
  public StepSeries drop(StepSeries series) {
    return series.labelled(dropped(series.labels()), true);
  }

  /// At the end of a query.
  public List<StepSeries> finish(List<StepSeries> all) {
    if (!delayed) {
      return all;
    }
    List<StepSeries> named = new ArrayList<>(all.size());
    for (StepSeries series : all) {
      named.add(
          series.nameDropped() ? series.labelled(withoutName(series.labels()), true) : series);
    }
    return merge(named);
  }

  /// The name to show in a note about `labels`; empty once it was dropped.
  public String shownName(Labels labels) {
    return delayed ? labels.metricName() : "";
  }

  /// Series that differ only in that the name of one is to go stay apart until it does.
  private record Identity(Labels labels, boolean nameGoes) {}

  /// Makes one of series with equal labels; keeps the order of first appearance.
  ///
  /// @throws BadQueryException when two have a sample at the same step
  public static List<StepSeries> merge(List<StepSeries> all) {
    Map<Identity, StepSeries> byLabels = LinkedHashMap.newLinkedHashMap(all.size());
    for (StepSeries series : all) {
      boolean nameGoes = series.nameDropped() && series.labels().has(Labels.METRIC_NAME);
      byLabels.merge(new Identity(series.labels(), nameGoes), series, Naming::union);
    }
    return byLabels.size() == all.size() ? all : new ArrayList<>(byLabels.values());
  }

  private static StepSeries union(StepSeries left, StepSeries right) {
    if (left.present().intersects(right.present())) {
      throw sameLabels();
    }
    double[] values = left.values().clone();
    BitSet present = (BitSet) left.present().clone();
    present.or(right.present());
    right.present().stream().forEach(step -> values[step] = right.values()[step]);
    return new StepSeries(left.labels(), values, present, left.nameDropped());
  }

  public static BadQueryException sameLabels() {
    return new BadQueryException("vector cannot contain metrics with the same labelset");
  }
}
