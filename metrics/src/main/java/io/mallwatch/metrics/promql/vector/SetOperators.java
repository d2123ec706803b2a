package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `and`, `or`, `unless`: they pick samples by whether the other side has a match at that step.
public final class SetOperators {

  private SetOperators() {}

  public static List<StepSeries> apply(
      Expr.Binary binary, List<StepSeries> left, List<StepSeries> right) {
    Signatures signatures = new Signatures(binary.matching());
    if (binary.operator() == BinaryOperator.OR) {
      List<StepSeries> both = new ArrayList<>(left);
      both.addAll(pick(signatures, right, left, false));
      return Naming.merge(both);
    }
    return pick(signatures, left, right, binary.operator() == BinaryOperator.AND);
  }

  /// The samples of `from` that have a match in `others`, or those that have none.
  private static List<StepSeries> pick(
      Signatures signatures, List<StepSeries> from, List<StepSeries> others, boolean matched) {
    Map<Labels, BitSet> presence = new HashMap<>();
    for (StepSeries other : others) {
      presence
          .computeIfAbsent(signatures.of(other.labels()), _ -> new BitSet())
          .or(other.present());
    }
    BitSet nowhere = new BitSet();
    List<StepSeries> picked = new ArrayList<>();
    for (StepSeries series : from) {
      BitSet match = presence.getOrDefault(signatures.of(series.labels()), nowhere);
      BitSet kept = (BitSet) series.present().clone();
      if (matched) {
        kept.and(match);
      } else {
        kept.andNot(match);
      }
      if (!kept.isEmpty()) {
        picked.add(series.only(kept));
      }
    }
    return picked;
  }
}
