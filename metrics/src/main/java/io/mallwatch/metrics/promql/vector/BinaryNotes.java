package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.TextRange;

/// Takes notes about one binary operator.
public record BinaryNotes(Notes notes, BinaryOperator operator, TextRange range) {

  void incompatibleTypes(boolean leftIsHistogram, boolean rightIsHistogram) {
    notes.incompatibleTypes(
        operator.symbol(), name(leftIsHistogram), name(rightIsHistogram), range);
  }

  private static String name(boolean histogram) {
    return histogram ? "histogram" : "float";
  }

  void incompatibleBuckets() {
    notes.incompatibleBuckets(operator.symbol(), range);
  }

  void conflictingResets() {
    notes.conflictingResets(operation(), range);
  }

  void reconciledBounds() {
    notes.reconciledBounds(operation(), range);
  }

  private String operation() {
    return operator == BinaryOperator.ADD ? "addition" : "subtraction";
  }
}
