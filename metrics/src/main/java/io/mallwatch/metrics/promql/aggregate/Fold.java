package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.syntax.AggregateOperator;

/// An aggregation that makes one series of each group. Not thread-safe.
public interface Fold {

  /// Takes a series into a group; `column` may change afterwards.
  void add(int group, StepColumn column);

  /// The series of a group, once all are in. Called once for each group.
  StepColumn result(int group);

  /// The fold of an operator.
  ///
  /// @param params its parameter at each step, for [AggregateOperator#QUANTILE]
  static Fold of(AggregateOperator operator, int groups, int steps, double[] params) {
    return switch (operator) {
      case SUM -> new SumFold(groups, steps);
      case AVG -> new MeanFold(groups, steps);
      case COUNT -> new CountFold(groups, steps, false);
      case GROUP -> new CountFold(groups, steps, true);
      case MIN -> new ExtremeFold(groups, steps, false);
      case MAX -> new ExtremeFold(groups, steps, true);
      case STDVAR -> new VarianceFold(groups, steps, false);
      case STDDEV -> new VarianceFold(groups, steps, true);
      case QUANTILE -> new QuantileFold(groups, params);
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, COUNT_VALUES ->
          throw new IllegalArgumentException(operator.symbol());
    };
  }

  /// How many steps from the lowest on `word` has without a gap, when it has no others and `had`
  /// has them all too; else 0. Such a run is done in a plain loop.
  static int denseRun(long word, long had) {
    int run = Long.SIZE - Long.numberOfLeadingZeros(word);
    boolean gapless = word == -1L >>> (Long.SIZE - run);
    return gapless && (word & ~had) == 0 ? run : 0;
  }
}
