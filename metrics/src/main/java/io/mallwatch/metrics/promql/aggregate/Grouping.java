package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.vector.LabelGroups;
import io.mallwatch.metrics.promql.vector.LabelSubset;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.Labels;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Which group each series of an aggregation is in.
public final class Grouping {

  private final LabelGroups groups;
  private final int[] groupOf;
  private final BitSet nameDropped;

  private Grouping(LabelGroups groups, int[] groupOf, BitSet nameDropped) {
    this.groups = groups;
    this.groupOf = groupOf;
    this.nameDropped = nameDropped;
  }

  public static Grouping of(Expr.Aggregate aggregate, StepVector input) {
    LabelGroups groups = new LabelGroups(subset(aggregate.grouping(), aggregate.without()));
    int[] groupOf = new int[input.size()];
    BitSet nameDropped = new BitSet();
    for (int i = 0; i < groupOf.length; i++) {
      groupOf[i] = groups.add(input.labels(i));
      if (input.nameDropped(i)) {
        nameDropped.set(groupOf[i]);
      }
    }
    return new Grouping(groups, groupOf, nameDropped);
  }

  /// The labels that series of a group share by definition.
  public static LabelSubset subset(Collection<String> names, boolean without) {
    if (!without) {
      return LabelSubset.only(names);
    }
    Set<String> dropped = new HashSet<>(names);
    dropped.add(Labels.METRIC_NAME);
    return LabelSubset.except(dropped);
  }

  /// How many groups there are.
  public int size() {
    return groups.size();
  }

  /// How many series each group has.
  int[] sizes() {
    int[] sizes = new int[groups.size()];
    for (int group : groupOf) {
      sizes[group]++;
    }
    return sizes;
  }

  /// The group of a series.
  public int of(int series) {
    return groupOf[series];
  }

  /// Labels of the result of a group.
  public Labels labels(int group) {
    return groups.labels(group);
  }

  /// Whether the name of any member is to go when the query ends.
  public boolean nameDropped(int group) {
    return nameDropped.get(group);
  }
}
