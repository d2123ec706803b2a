package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.VectorMatching;
import io.mallwatch.metrics.promql.syntax.VectorMatching.Cardinality;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Joins two vectors of which several series of a side may have the same signature as long as they
/// never meet at a step, or where missing samples are filled; both are in memory. `one` is as in
/// [VectorJoin]. Used once.
final class StepwiseJoin {

  private final ColumnOperator operator;
  private final VectorMatching matching;
  private final JoinLabels labels;
  private final int steps;
  private final boolean swapped;
  private final boolean oneToOne;

  /// Results by labels, in order of first appearance.
  private final Map<Labels, StepSeries> results = new LinkedHashMap<>();

  StepwiseJoin(Expr.Binary binary, ColumnOperator operator, JoinLabels labels, int steps) {
    this.operator = operator;
    this.matching = binary.matching();
    this.labels = labels;
    this.steps = steps;
    this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
    this.oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
  }

  List<StepSeries> join(List<StepSeries> left, List<StepSeries> right) {
    List<StepSeries> many = swapped ? right : left;
    List<StepSeries> one = swapped ? left : right;
    Map<Labels, List<StepSeries>> ones = bySignature(one);
    requireUnique(ones, activeSteps(many, one));
    Map<Labels, Matches> matches = new HashMap<>();
    for (StepSeries series : many) {
      Labels signature = labels.signature().of(series.labels());
      Matches matched = matches.computeIfAbsent(signature, _ -> new Matches(steps));
      Presence rest = presence(series);
      for (StepSeries partner : ones.getOrDefault(signature, List.of())) {
        Presence both = presence(series);
        both.and(presence(partner));
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
    return new ArrayList<>(results.values());
  }

  private Map<Labels, List<StepSeries>> bySignature(List<StepSeries> all) {
    Map<Labels, List<StepSeries>> groups = new LinkedHashMap<>();
    for (StepSeries series : all) {
      groups
          .computeIfAbsent(labels.signature().of(series.labels()), _ -> new ArrayList<>(1))
          .add(series);
    }
    return groups;
  }

  private Presence presence(StepSeries series) {
    Presence presence = new Presence(steps);
    series.column().addPresenceTo(presence);
    return presence;
  }

  /// Which steps and labels of one signature have been used up.
  private static final class Matches {
    private final Presence steps;
    private final Map<Labels, Presence> byResult = new HashMap<>();

    Matches(int steps) {
      this.steps = new Presence(steps);
    }
  }

  private void fillMany(List<StepSeries> one, double fill, Map<Labels, Matches> matches) {
    for (StepSeries partner : one) {
      Labels signature = labels.signature().of(partner.labels());
      Matches matched = matches.computeIfAbsent(signature, _ -> new Matches(steps));
      Presence rest = presence(partner);
      rest.andNot(matched.steps);
      if (!rest.isEmpty()) {
        pair(constant(signature, fill), partner, rest, matched);
      }
    }
  }

  private StepSeries constant(Labels signature, double value) {
    StepSeries constant = StepSeries.empty(signature, steps, false);
    constant.column().fill(value);
    return constant;
  }

  /// Steps at which anything is matched at all: both sides have samples, or one is filled.
  private Presence activeSteps(List<StepSeries> many, List<StepSeries> one) {
    Presence anyMany = new Presence(steps);
    Presence anyOne = new Presence(steps);
    many.forEach(series -> series.column().addPresenceTo(anyMany));
    one.forEach(series -> series.column().addPresenceTo(anyOne));
    if (matching.fillLeft() != null || matching.fillRight() != null) {
      anyMany.or(anyOne);
    } else {
      anyMany.and(anyOne);
    }
    return anyMany;
  }

  private void requireUnique(Map<Labels, List<StepSeries>> groups, Presence active) {
    groups.forEach((signature, group) -> {
      for (int i = 1; i < group.size(); i++) {
        for (int j = 0; j < i; j++) {
          Presence both = active.copy();
          both.and(presence(group.get(i)));
          both.and(presence(group.get(j)));
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
    return BadQueryException.whileComputing(
        ("found duplicate series for the match group %s on the %s hand-side of the operation: [%s,"
                + " %s];many-to-many matching not allowed: matching labels must be unique on one"
                + " side")
            .formatted(
                LabelText.of(signature),
                swapped ? "left" : "right",
                a.compareTo(b) < 0 ? a : b,
                a.compareTo(b) < 0 ? b : a));
  }

  private void pair(StepSeries many, StepSeries one, Presence at, Matches matched) {
    if (at.isEmpty()) {
      return;
    }
    Labels result = labels.result(many.labels(), one.labels());
    Presence used =
        oneToOne
            ? matched.steps
            : matched.byResult.computeIfAbsent(result, _ -> new Presence(steps));
    if (used.intersects(at)) {
      throw BadQueryException.whileComputing(
          oneToOne
              ? "multiple matches for labels: many-to-one matching must be explicit"
                  + " (group_left/group_right)"
              : "multiple matches for labels: grouping labels must ensure unique matches");
    }
    used.or(at);
    matched.steps.or(at);
    StepColumn left = (swapped ? one : many).column().copy();
    left.keep(at);
    operator.apply(left, (swapped ? many : one).column(), left);
    StepSeries out =
        results.computeIfAbsent(result, key -> StepSeries.empty(key, steps, operator.returnBool()));
    MergedVector.unite(out.column(), left);
  }
}
