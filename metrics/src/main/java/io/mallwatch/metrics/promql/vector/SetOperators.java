package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.model.Labels;
import org.jspecify.annotations.Nullable;

/// `and`, `or`, `unless`: they pick samples by whether the other side has a match at that step. Of
/// one side only where its matches are is held.
public final class SetOperators {

  private static final int NONE = -1;

  private SetOperators() {}

  /// @param scan reads a vector whole
  public static StepVector apply(
      Expr.Binary binary, StepVector left, StepVector right, Scan scan, int steps) {
    LabelGroups groups = new LabelGroups(JoinLabels.signature(binary.matching()));
    if (binary.operator() == BinaryOperator.OR) {
      return Naming.merge(new JoinedVector(left, pick(groups, right, left, false, scan, steps)));
    }
    boolean matched = binary.operator() == BinaryOperator.AND;
    return pick(groups, left, right, matched, scan, steps);
  }

  /// The samples of `from` that have a match in `others`, or those that have none.
  private static StepVector pick(
      LabelGroups groups,
      StepVector from,
      StepVector others,
      boolean matched,
      Scan scan,
      int steps) {
    int[] groupOf = new int[from.size()];
    for (int i = 0; i < groupOf.length; i++) {
      groupOf[i] = groups.add(from.labels(i));
    }
    @Nullable Presence[] matches = new Presence[groups.size()];
    StepVector relevant = SelectedVector.where(others, i -> groups.find(others.labels(i)) != NONE);
    scan.read(
        relevant,
        steps,
        (i, column) -> {
          int group = groups.find(relevant.labels(i));
          Presence match = matches[group];
          if (match == null) {
            match = new Presence(steps);
            matches[group] = match;
          }
          column.addPresenceTo(match);
        });
    return MappedVector.of(
        from,
        (index, column) -> {
          Presence match = matches[groupOf[index]];
          if (match == null && matched) {
            column.clear();
          } else if (match != null && matched) {
            column.keep(match);
          } else if (match != null) {
            column.drop(match);
          }
        });
  }

  /// One vector after the other.
  private record JoinedVector(StepVector first, StepVector second) implements StepVector {
    @Override
    public int size() {
      return first.size() + second.size();
    }

    @Override
    public Labels labels(int index) {
      return index < first.size() ? first.labels(index) : second.labels(index - first.size());
    }

    @Override
    public boolean nameDropped(int index) {
      return index < first.size()
          ? first.nameDropped(index)
          : second.nameDropped(index - first.size());
    }

    @Override
    public Reader reader() {
      Reader ofFirst = first.reader();
      Reader ofSecond = second.reader();
      return (index, into) -> {
        if (index < first.size()) {
          ofFirst.read(index, into);
        } else {
          ofSecond.read(index - first.size(), into);
        }
      };
    }
  }
}
