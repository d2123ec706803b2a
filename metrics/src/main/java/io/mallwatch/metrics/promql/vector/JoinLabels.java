package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.VectorMatching;
import io.mallwatch.metrics.promql.syntax.VectorMatching.Cardinality;
import io.mallwatch.model.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What series are joined by, and the labels of the result.
///
/// @param signature the labels that must be equal
/// @param kept of the "many" side, those that the result has; before the "one" side's are copied
/// @param include labels copied from the "one" side
record JoinLabels(
    LabelSubset signature, LabelSubset kept, boolean dropsName, List<String> include) {

  static JoinLabels of(Expr.Binary binary, Naming naming) {
    VectorMatching matching = binary.matching();
    BinaryOperator operator = binary.operator();
    LabelSubset kept = LabelSubset.except(Set.of());
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      kept =
          matching.on()
              ? LabelSubset.only(matching.labels())
              : LabelSubset.except(matching.labels());
    }
    return new JoinLabels(
        signature(matching),
        kept,
        operator.changesMeaning() || (binary.returnBool() && !naming.delayed()),
        matching.include());
  }

  /// The labels that the series of two vectors must agree in.
  static LabelSubset signature(VectorMatching matching) {
    if (matching.on()) {
      return LabelSubset.only(matching.labels());
    }
    Set<String> ignored = new HashSet<>(matching.labels());
    ignored.add(Labels.METRIC_NAME);
    return LabelSubset.except(ignored);
  }

  Labels result(Labels many, Labels one) {
    Labels labels = kept.of(dropsName ? Naming.withoutName(many) : many);
    for (String name : include) {
      labels = labels.with(name, one.get(name));
    }
    return labels;
  }
}
