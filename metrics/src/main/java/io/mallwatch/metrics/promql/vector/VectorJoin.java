package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.VectorMatching;
import io.mallwatch.metrics.promql.syntax.VectorMatching.Cardinality;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Arithmetic and comparison of two vectors: series are paired once by their signatures, then the
/// columns of each pair are computed. For `group_right` the sides change places, so that `one` is
/// always the side on which a signature must be unique.
public final class VectorJoin {

  private final BinaryOperator operator;
  private final boolean returnBool;
  private final VectorMatching matching;
  private final Signatures signatures;
  private final Naming naming;
  private final int steps;
  private final boolean swapped;
  private final boolean oneToOne;
  private final Set<String> matchingLabels;

  /// Results by labels, in order of first appearance.
  private final Map<Labels, StepSeries> results = new LinkedHashMap<>();

  public VectorJoin(Expr.Binary binary, Naming naming, int steps) {
    this.operator = binary.operator();
    this.returnBool = binary.returnBool();
    this.matching = binary.matching();
    this.signatures = new Signatures(matching);
    this.naming = naming;
    this.steps = steps;
    this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
    this.oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
    this.matchingLabels = Set.copyOf(matching.labels());
  }

  public List<StepSeries> join(List<StepSeries> left, List<StepSeries> right) {
    List<StepSeries> many = swapped ? right : left;
    List<StepSeries> one = swapped ? left : right;
    Map<Labels, List<StepSeries>> ones = signatures.group(one);
    requireUnique(ones, activeSteps(many, one));
    Map<Labels, Matches> matches = new HashMap<>();
    for (StepSeries series : many) {
      Labels signature = signatures.of(series.labels());
      Matches matched = matches.computeIfAbsent(signature, _ -> new Matches());
      BitSet rest = (BitSet) series.present().clone();
      for (StepSeries partner : ones.getOrDefault(signature, List.of())) {
        BitSet both = (BitSet) series.present().clone();
        both.and(partner.present());
        rest.andNot(both);
        pair(series, partner, both, matched);
      }
      Double fill = matching.fillRight();
      if (fill != null && !rest.isEmpty()) {
        pair(series, constant(signature, fill), rest, matched);
      }
    }
    Double fill = matching.fillLeft();
    if (fill != null) {
      fillMany(one, fill, matches);
    }
    return results.values().stream().filter(series -> !series.isEmpty()).toList();
  }

  /// Which steps and labels of one signature have been used up.
  private static final class Matches {
    private final BitSet steps = new BitSet();
    private final Map<Labels, BitSet> byResult = new HashMap<>();
  }

  private void fillMany(List<StepSeries> one, double fill, Map<Labels, Matches> matches) {
    for (StepSeries partner : one) {
      Labels signature = signatures.of(partner.labels());
      Matches matched = matches.computeIfAbsent(signature, _ -> new Matches());
      BitSet rest = (BitSet) partner.present().clone();
      rest.andNot(matched.steps);
      if (!rest.isEmpty()) {
        pair(constant(signature, fill), partner, rest, matched);
      }
    }
  }

  private StepSeries constant(Labels labels, double value) {
    double[] values = new double[steps];
    Arrays.fill(values, value);
    return StepSeries.full(labels, values);
  }

  /// Steps at which anything is matched at all: both sides have samples, or one is filled.
  private BitSet activeSteps(List<StepSeries> many, List<StepSeries> one) {
    BitSet anyMany = new BitSet();
    BitSet anyOne = new BitSet();
    many.forEach(series -> anyMany.or(series.present()));
    one.forEach(series -> anyOne.or(series.present()));
    if (matching.fillLeft() != null || matching.fillRight() != null) {
      anyMany.or(anyOne);
    } else {
      anyMany.and(anyOne);
    }
    return anyMany;
  }

  private void requireUnique(Map<Labels, List<StepSeries>> groups, BitSet active) {
    groups.forEach((signature, group) -> {
      for (int i = 1; i < group.size(); i++) {
        for (int j = 0; j < i; j++) {
          BitSet both = (BitSet) active.clone();
          both.and(group.get(i).present());
          both.and(group.get(j).present());
          if (!both.isEmpty()) {
            throw duplicate(signature, group.get(i).labels(), group.get(j).labels());
          }
        }
      }
    });
  }

  private BadQueryException duplicate(Labels signature, Labels first, Labels second) {
    String a = LabelText.of(first);
    String b = LabelText.of(second);
    return new BadQueryException(
        ("found duplicate series for the match group %s on the %s hand-side of the operation: [%s,"
                + " %s];many-to-many matching not allowed: matching labels must be unique on one"
                + " side")
            .formatted(
                LabelText.of(signature),
                swapped ? "left" : "right",
                a.compareTo(b) < 0 ? a : b,
                a.compareTo(b) < 0 ? b : a));
  }

  private void pair(StepSeries many, StepSeries one, BitSet at, Matches matched) {
    if (at.isEmpty()) {
      return;
    }
    Labels labels = resultLabels(many.labels(), one.labels());
    BitSet used =
        oneToOne ? matched.steps : matched.byResult.computeIfAbsent(labels, _ -> new BitSet());
    if (used.intersects(at)) {
      throw new BadQueryException(
          oneToOne
              ? "multiple matches for labels: many-to-one matching must be explicit"
                  + " (group_left/group_right)"
              : "multiple matches for labels: grouping labels must ensure unique matches");
    }
    used.or(at);
    matched.steps.or(at);
    StepSeries out =
        results.computeIfAbsent(labels, key -> StepSeries.empty(key, steps, returnBool));
    for (int step = at.nextSetBit(0); step >= 0; step = at.nextSetBit(step + 1)) {
      double a = swapped ? one.values()[step] : many.values()[step];
      double b = swapped ? many.values()[step] : one.values()[step];
      put(out, step, a, b);
    }
  }

  private void put(StepSeries out, int step, double left, double right) {
    boolean filters = operator.isComparison() && !returnBool;
    if (filters && !Arithmetic.holds(operator, left, right)) {
      return;
    }
    if (out.has(step)) {
      throw Naming.sameLabels();
    }
    out.set(step, filters ? left : Arithmetic.compute(operator, left, right));
  }

  private Labels resultLabels(Labels many, Labels one) {
    boolean dropName = operator.changesMeaning() || (returnBool && !naming.delayed());
    Labels labels = dropName ? Naming.withoutName(many) : many;
    if (oneToOne) {
      labels =
          matching.on()
              ? labels.filter(matchingLabels::contains)
              : labels.filter(name -> !matchingLabels.contains(name));
    }
    for (String name : matching.include()) {
      labels = labels.with(name, one.get(name));
    }
    return labels;
  }
}
