package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.syntax.AggregateOperator;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.StepVector;
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
      return series.column().value(step);
    }
  }

  /// At each step the `counts[step]` first of each group by `operator`'s order. With one step the
  /// result is in that order, group by group; else in the order of the input.
  public static StepVector largest(
      AggregateOperator operator, Grouping grouping, HeldVector input, double[] counts) {
    IdentityHashMap<StepSeries, StepSeries> picked = new IdentityHashMap<>();
    List<StepSeries> ranked = new ArrayList<>();
    for (List<StepSeries> members : members(grouping, input)) {
      for (int step = 0; step < counts.length; step++) {
        int count = (int) Math.clamp(counts[step], 0.0, members.size());
        for (Candidate best : best(operator, members, step, count)) {
          pick(best.series(), step, picked, ranked);
        }
      }
    }
    return new HeldVector(counts.length == 1 ? ranked : inOrder(input.series(), picked));
  }

  private static List<List<StepSeries>> members(Grouping grouping, HeldVector input) {
    List<List<StepSeries>> members = new ArrayList<>(grouping.size());
    for (int group = 0; group < grouping.size(); group++) {
      members.add(new ArrayList<>());
    }
    for (int i = 0; i < input.size(); i++) {
      members.get(grouping.of(i)).add(input.series().get(i));
    }
    return members;
  }

  private static void pick(
      StepSeries series,
      int step,
      IdentityHashMap<StepSeries, StepSeries> picked,
      List<StepSeries> ranked) {
    StepSeries out = picked.get(series);
    if (out == null) {
      out = StepSeries.empty(series.labels(), series.column().steps(), series.nameDropped());
      picked.put(series, out);
      ranked.add(out);
    }
    out.column().set(step, series.column().value(step));
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
      if (!members.get(i).column().has(step)) {
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
  public static StepVector ratio(Grouping grouping, HeldVector input, double[] ratios) {
    IdentityHashMap<StepSeries, StepSeries> picked = new IdentityHashMap<>();
    List<StepSeries> ranked = new ArrayList<>();
    for (List<StepSeries> members : members(grouping, input)) {
      for (StepSeries series : members) {
        double place = place(series);
        Presence present = series.column().present();
        for (int step = present.next(0); step >= 0; step = present.next(step + 1)) {
          if (isChosen(ratios[step], place)) {
            pick(series, step, picked, ranked);
          }
        }
      }
    }
    return new HeldVector(ratios.length == 1 ? ranked : inOrder(input.series(), picked));
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
