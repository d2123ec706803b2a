package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.function.Quantiles;
import java.util.ArrayList;
import java.util.List;

/// Quantiles; these need all values of a group at once.
final class QuantileFold implements Fold {

  private final double[] params;
  private final List<List<StepColumn>> members = new ArrayList<>();

  QuantileFold(int groups, double[] params) {
    this.params = params;
    for (int i = 0; i < groups; i++) {
      members.add(new ArrayList<>());
    }
  }

  @Override
  public void add(int group, StepColumn column) {
    members.get(group).add(column.copy());
  }

  @Override
  public StepColumn result(int group) {
    List<StepColumn> all = members.get(group);
    StepColumn result = new StepColumn(params.length);
    double[] scratch = new double[all.size()];
    for (int step = 0; step < params.length; step++) {
      int count = 0;
      for (StepColumn member : all) {
        if (member.has(step)) {
          scratch[count++] = member.value(step);
        }
      }
      if (count > 0) {
        result.set(step, Quantiles.quantile(params[step], scratch, count));
      }
    }
    all.clear();
    return result;
  }
}
