package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.function.KahanMean;
import io.mallwatch.metrics.promql.function.KahanSum;
import io.mallwatch.metrics.promql.function.Quantiles;
import io.mallwatch.metrics.promql.syntax.AggregateOperator;
import java.util.BitSet;
import java.util.List;

/// Aggregations that make one column of many.
public final class Folds {

  private Folds() {}

  /// Folds `members` into `out`.
  ///
  /// @param params the parameter at each step, for [AggregateOperator#QUANTILE]
  public static void fold(
      AggregateOperator operator, List<StepSeries> members, double[] params, StepSeries out) {
    switch (operator) {
      case SUM -> sum(members, out);
      case AVG -> avg(members, out);
      case COUNT -> count(members, out);
      case MIN -> extreme(members, out, false);
      case MAX -> extreme(members, out, true);
      case GROUP -> {
        count(members, out);
        out.present().stream().forEach(step -> out.values()[step] = 1);
      }
      case STDVAR -> variance(members, out);
      case STDDEV -> {
        variance(members, out);
        out.present().stream().forEach(step -> out.values()[step] = Math.sqrt(out.values()[step]));
      }
      case QUANTILE -> quantile(members, params, out);
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, COUNT_VALUES ->
          throw new IllegalArgumentException(operator.symbol());
    }
  }

  private static void sum(List<StepSeries> members, StepSeries out) {
    double[] compensations = new double[out.values().length];
    addUp(members, out, compensations);
    out.present().stream().forEach(step -> out.values()[step] += compensations[step]);
  }

  private static void addUp(List<StepSeries> members, StepSeries out, double[] compensations) {
    double[] sums = out.values();
    for (StepSeries member : members) {
      BitSet present = member.present();
      double[] values = member.values();
      for (int step = present.nextSetBit(0); step >= 0; step = present.nextSetBit(step + 1)) {
        double value = values[step];
        if (!out.has(step)) {
          out.set(step, value);
          continue;
        }
        double total = sums[step] + value;
        compensations[step] = KahanSum.compensation(sums[step], value, total, compensations[step]);
        sums[step] = total;
      }
    }
  }

  private static void avg(List<StepSeries> members, StepSeries out) {
    double[] sums = out.values();
    double[] compensations = new double[sums.length];
    int[] counts = new int[sums.length];
    addUp(members, out, compensations);
    members.forEach(member -> member.present().stream().forEach(step -> counts[step]++));
    KahanMean mean = new KahanMean();
    out.present().stream()
        .forEach(step ->
            sums[step] =
                Double.isFinite(sums[step])
                    ? sums[step] / counts[step] + compensations[step] / counts[step]
                    : carefulMean(members, step, mean));
  }

  /// Of values whose sum is not finite; it may only have overflowed.
  private static double carefulMean(List<StepSeries> members, int step, KahanMean mean) {
    mean.clear();
    for (StepSeries member : members) {
      if (member.has(step)) {
        mean.add(member.values()[step]);
      }
    }
    return mean.result();
  }

  private static void count(List<StepSeries> members, StepSeries out) {
    for (StepSeries member : members) {
      member.present().stream().forEach(step -> out.set(step, out.values()[step] + 1));
    }
  }

  /// A NaN stays only when there is nothing else.
  private static void extreme(List<StepSeries> members, StepSeries out, boolean max) {
    double[] best = out.values();
    for (StepSeries member : members) {
      BitSet present = member.present();
      for (int step = present.nextSetBit(0); step >= 0; step = present.nextSetBit(step + 1)) {
        double value = member.values()[step];
        boolean better = max ? value > best[step] : value < best[step];
        if (!out.has(step) || better || Double.isNaN(best[step])) {
          out.set(step, value);
        }
      }
    }
  }

  /// By Welford's method.
  private static void variance(List<StepSeries> members, StepSeries out) {
    double[] squares = out.values();
    double[] means = new double[squares.length];
    double[] counts = new double[squares.length];
    for (StepSeries member : members) {
      BitSet present = member.present();
      for (int step = present.nextSetBit(0); step >= 0; step = present.nextSetBit(step + 1)) {
        double value = member.values()[step];
        if (!out.has(step)) {
          out.set(step, Double.isFinite(value) ? 0 : Double.NaN);
          means[step] = value;
          counts[step] = 1;
          continue;
        }
        counts[step]++;
        double delta = value - means[step];
        means[step] += delta / counts[step];
        squares[step] += delta * (value - means[step]);
      }
    }
    out.present().stream().forEach(step -> squares[step] /= counts[step]);
  }

  private static void quantile(List<StepSeries> members, double[] params, StepSeries out) {
    double[] scratch = new double[members.size()];
    for (int step = 0; step < params.length; step++) {
      int count = 0;
      for (StepSeries member : members) {
        if (member.has(step)) {
          scratch[count++] = member.values()[step];
        }
      }
      if (count > 0) {
        out.set(step, Quantiles.quantile(params[step], scratch, count));
      }
    }
  }
}
