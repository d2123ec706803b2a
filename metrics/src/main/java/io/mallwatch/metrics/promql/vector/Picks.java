package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.syntax.AggregateOperator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;

/// Aggregations that keep some of the series as they are: `topk`, `bottomk`, `limitk`,
/// `limit_ratio`.
public final class Picks {

  private Picks() {}

  /// One series and its place in the input.
  private record Candidate(int index, StepSeries series) {
    double value(int step) {
      return series.values()[step];
    }
  }

  /// At each step the `counts[step]` first of each group by `operator`'s order. With one step the
  /// result is in that order, group by group; else in the order of `all`.
  public static List<StepSeries> largest(
      AggregateOperator operator,
      List<SeriesGroup> groups,
      List<StepSeries> all,
      double[] counts,
      int steps) {
    IdentityHashMap<StepSeries, StepSeries> picked = new IdentityHashMap<>();
    List<StepSeries> ranked = new ArrayList<>();
    for (SeriesGroup group : groups) {
      List<StepSeries> members = group.members();
      for (int step = 0; step < steps; step++) {
        int count = (int) Math.clamp(counts[step], 0.0, members.size());
        for (Candidate best : best(operator, members, step, count)) {
          pick(best.series(), step, picked, ranked);
        }
      }
    }
    return steps == 1 ? ranked : inOrder(all, picked);
  }

  private static void pick(
      StepSeries series,
      int step,
      IdentityHashMap<StepSeries, StepSeries> picked,
      List<StepSeries> ranked) {
    StepSeries out = picked.get(series);
    if (out == null) {
      out = StepSeries.empty(series.labels(), series.values().length, series.nameDropped());
      picked.put(series, out);
      ranked.add(out);
    }
    out.set(step, series.values()[step]);
  }

  private static List<StepSeries> inOrder(
      List<StepSeries> all, IdentityHashMap<StepSeries, StepSeries> picked) {
    List<StepSeries> result = new ArrayList<>(picked.size());
    for (StepSeries series : all) {
      StepSeries out = picked.get(series);
      if (out != null) {
        result.add(out);
      }
    }
    return result;
  }

  private static List<Candidate> best(
      AggregateOperator operator, List<StepSeries> members, int step, int count) {
    if (count == 0) {
      return List.of();
    }
    Comparator<Candidate> order = order(operator, step);
    PriorityQueue<Candidate> worstFirst = new PriorityQueue<>(order.reversed());
    for (int i = 0; i < members.size(); i++) {
      if (!members.get(i).has(step)) {
        continue;
      }
      Candidate candidate = new Candidate(i, members.get(i));
      if (worstFirst.size() < count) {
        worstFirst.add(candidate);
      } else if (order.compare(candidate, worstFirst.element()) < 0) {
        worstFirst.remove();
        worstFirst.add(candidate);
      }
    }
    return worstFirst.stream().sorted(order).toList();
  }

  /// Best first; NaN last, equal values in the order of the input.
  private static Comparator<Candidate> order(AggregateOperator operator, int step) {
    Comparator<Candidate> byIndex = Comparator.comparingInt(Candidate::index);
    if (operator == AggregateOperator.LIMITK) {
      return byIndex;
    }
    Comparator<Candidate> byValue = (left, right) -> compare(left.value(step), right.value(step));
    Comparator<Candidate> nanLast =
        Comparator.comparing(candidate -> Double.isNaN(candidate.value(step)));
    return nanLast
        .thenComparing(operator == AggregateOperator.TOPK ? byValue.reversed() : byValue)
        .thenComparing(byIndex);
  }

  private static int compare(double left, double right) {
    if (left < right) {
      return -1;
    }
    return left > right ? 1 : 0;
  }

  /// The share `ratios[step]` of the series, chosen by a hash of their labels, so that it is the
  /// same share each time; a negative ratio chooses the complement of `1 + ratio`.
  public static List<StepSeries> ratio(
      List<SeriesGroup> groups, List<StepSeries> all, double[] ratios, int steps) {
    IdentityHashMap<StepSeries, StepSeries> picked = new IdentityHashMap<>();
    List<StepSeries> ranked = new ArrayList<>();
    for (SeriesGroup group : groups) {
      for (StepSeries series : group.members()) {
        double place = place(series);
        series.present().stream()
            .filter(step -> isChosen(ratios[step], place))
            .forEach(step -> pick(series, step, picked, ranked));
      }
    }
    return steps == 1 ? ranked : inOrder(all, picked);
  }

  private static boolean isChosen(double ratio, double place) {
    return ratio >= 0 ? place < ratio : place >= 1 + ratio;
  }

  /// Between 0 and 1, evenly spread over label sets.
  private static double place(StepSeries series) {
    long hash = series.labels().fingerprint();
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return ((hash ^ (hash >>> 33)) >>> 11) * 0x1.0p-53;
  }
}
