package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.VectorMatching;
import io.mallwatch.metrics.promql.syntax.VectorMatching.Cardinality;
import io.mallwatch.model.Labels;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Arithmetic and comparison of two vectors. Where labels alone say which series meet, they are
/// paired at once and each pair is computed when it is asked for; else [StepwiseJoin] looks at each
/// step. For `group_right` the sides change places, so that `one` is always the side on which a
/// signature must be unique.
public final class VectorJoin {

  private static final int NONE = -1;

  private final Expr.Binary binary;
  private final ColumnOperator operator;
  private final int steps;
  private final Function<StepVector, HeldVector> hold;
  private final boolean swapped;
  private final JoinLabels labels;

  /// @param hold reads a vector into memory
  public VectorJoin(
      Expr.Binary binary,
      Naming naming,
      Notes notes,
      int steps,
      Function<StepVector, HeldVector> hold) {
    this.binary = binary;
    this.operator = ColumnOperator.of(binary, notes);
    this.steps = steps;
    this.hold = hold;
    this.swapped = binary.matching().cardinality() == Cardinality.ONE_TO_MANY;
    this.labels = JoinLabels.of(binary, naming);
  }

  public StepVector join(StepVector left, StepVector right) {
    StepVector many = swapped ? right : left;
    StepVector one = swapped ? left : right;
    boolean oneToOne = binary.matching().cardinality() == Cardinality.ONE_TO_ONE;
    int[] partners = partners(many, one, oneToOne);
    if (partners != null) {
      StepVector paired = pairs(many, one, partners, oneToOne);
      if (!(Naming.merge(paired) instanceof MergedVector)) {
        return paired;
      }
    }
    StepwiseJoin stepwise = new StepwiseJoin(binary, operator, labels, steps);
    return new HeldVector(stepwise.join(hold.apply(left).series(), hold.apply(right).series()));
  }

  /// For each of `many` its only possible partner in `one`, or -1; null when labels alone don't
  /// tell.
  private int @Nullable [] partners(StepVector many, StepVector one, boolean oneToOne) {
    VectorMatching matching = binary.matching();
    if (matching.fillLeft() != null || matching.fillRight() != null) {
      return null;
    }
    LabelGroups groups = new LabelGroups(labels.signature());
    for (int i = 0; i < one.size(); i++) {
      if (groups.add(one.labels(i)) != i) {
        return null;
      }
    }
    boolean[] taken = new boolean[one.size()];
    int[] partners = new int[many.size()];
    for (int i = 0; i < partners.length; i++) {
      int partner = groups.find(many.labels(i));
      partners[i] = partner;
      if (partner != NONE && oneToOne) {
        if (taken[partner]) {
          return null;
        }
        taken[partner] = true;
      }
    }
    return partners;
  }

  private StepVector pairs(StepVector many, StepVector one, int[] partners, boolean oneToOne) {
    int[] found = new int[partners.length];
    int count = 0;
    for (int i = 0; i < partners.length; i++) {
      if (partners[i] != NONE) {
        found[count++] = i;
      }
    }
    int[] pairs = Arrays.copyOf(found, count);
    return new PairedVector(
        many, oneToOne ? one : hold.apply(one), pairs, partners, labels, operator, swapped);
  }

  /// @param pairs indexes of the `many` that have a partner
  /// @param partners for each of `many` the index of its partner
  private record PairedVector(
      StepVector many,
      StepVector one,
      int[] pairs,
      int[] partners,
      JoinLabels labels,
      ColumnOperator operator,
      boolean swapped)
      implements StepVector {

    @Override
    public int size() {
      return pairs.length;
    }

    @Override
    public Labels labels(int index) {
      int place = pairs[index];
      return labels.result(many.labels(place), one.labels(partners[place]));
    }

    @Override
    public boolean nameDropped(int index) {
      return operator.returnBool();
    }

    @Override
    public Reader reader() {
      return new PairReader(this);
    }
  }

  /// Reads a partner once when the next series has the same.
  private static final class PairReader implements StepVector.Reader {

    private final PairedVector vector;
    private final StepVector.Reader many;
    private final StepVector.Reader one;
    private StepColumn partner = new StepColumn(0);
    private int partnerIndex = NONE;

    PairReader(PairedVector vector) {
      this.vector = vector;
      this.many = vector.many().reader();
      this.one = vector.one().reader();
    }

    @Override
    public void read(int index, StepColumn into) {
      int place = vector.pairs()[index];
      int wanted = vector.partners()[place];
      if (wanted != partnerIndex) {
        if (partner.steps() != into.steps()) {
          partner = new StepColumn(into.steps());
        }
        one.read(wanted, partner);
        partnerIndex = wanted;
      }
      many.read(place, into);
      vector
          .operator()
          .apply(vector.swapped() ? partner : into, vector.swapped() ? into : partner, into);
    }
  }
}
