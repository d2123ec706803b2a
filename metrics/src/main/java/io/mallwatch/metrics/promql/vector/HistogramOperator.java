package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.histogram.HistogramTrim;
import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// Binary operators where a side is, or may be, a histogram; step by step.
///
/// @param returnBool whether a comparison yields 0 or 1 instead of filtering
record HistogramOperator(BinaryOperator operator, boolean returnBool, BinaryNotes notes) {

  /// Puts into `into`, which is one of them, the results at the steps that both sides have.
  void apply(StepColumn left, StepColumn right, StepColumn into) {
    for (int step = 0; step < into.steps(); step++) {
      if (left.hasAny(step) && right.hasAny(step)) {
        apply(
            new Operand(left.value(step), left.histogram(step)),
            new Operand(right.value(step), right.histogram(step)),
            into,
            step);
      } else {
        into.remove(step);
      }
    }
  }

  /// Does the same with a number at each step as the other side.
  void apply(StepColumn column, double[] scalars, boolean scalarIsLeft) {
    for (int step = 0; step < column.steps(); step++) {
      if (!column.hasAny(step)) {
        continue;
      }
      Operand own = new Operand(column.value(step), column.histogram(step));
      Operand scalar = new Operand(scalars[step], null);
      boolean filters = operator.isComparison() && !returnBool;
      apply(scalarIsLeft ? scalar : own, scalarIsLeft ? own : scalar, column, step);
      if (filters && scalarIsLeft && column.has(step)) {
        column.set(step, own.value());
      }
    }
  }

  /// @param value the number when there is no histogram
  private record Operand(double value, @Nullable NativeHistogram histogram) {}

  private void apply(Operand left, Operand right, StepColumn into, int step) {
    NativeHistogram a = left.histogram();
    NativeHistogram b = right.histogram();
    if (a == null && b == null) {
      ofNumbers(left.value(), right.value(), into, step);
    } else if (a != null && b != null) {
      ofHistograms(a, b, into, step);
    } else {
      put(a == null ? ofNumberAnd(left.value(), b) : ofHistogramAnd(a, right.value()), into, step);
    }
  }

  private void ofNumbers(double left, double right, StepColumn into, int step) {
    if (operator == BinaryOperator.TRIM_UPPER || operator == BinaryOperator.TRIM_LOWER) {
      incompatible(false, false);
      into.remove(step);
    } else if (!operator.isComparison() || returnBool) {
      into.set(step, Arithmetic.compute(operator, left, right));
    } else if (Arithmetic.holds(operator, left, right)) {
      into.set(step, left);
    } else {
      into.remove(step);
    }
  }

  private @Nullable NativeHistogram incompatible(boolean left, boolean right) {
    notes.incompatibleTypes(left, right);
    return null;
  }

  private static void put(@Nullable NativeHistogram result, StepColumn into, int step) {
    if (result == null) {
      into.remove(step);
    } else {
      into.set(step, result);
    }
  }

  private @Nullable NativeHistogram ofNumberAnd(double left, @Nullable NativeHistogram right) {
    return operator == BinaryOperator.MULTIPLY && right != null
        ? HistogramMath.compact(HistogramMath.multiply(right, left))
        : incompatible(false, true);
  }

  private @Nullable NativeHistogram ofHistogramAnd(NativeHistogram left, double right) {
    return switch (operator) {
      case MULTIPLY -> HistogramMath.compact(HistogramMath.multiply(left, right));
      case DIVIDE -> HistogramMath.compact(HistogramMath.divide(left, right));
      case TRIM_UPPER -> HistogramTrim.removeAbove(left, right);
      case TRIM_LOWER -> HistogramTrim.removeBelow(left, right);
      case ADD, SUBTRACT, MODULO, POWER, ATAN2, OR, AND, UNLESS -> incompatible(true, false);
      case EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
          incompatible(true, false);
    };
  }

  private void ofHistograms(
      NativeHistogram left, NativeHistogram right, StepColumn into, int step) {
    switch (operator) {
      case ADD, SUBTRACT -> put(sum(left, right), into, step);
      case EQUAL, NOT_EQUAL -> {
        boolean holds = HistogramMath.equal(left, right) == (operator == BinaryOperator.EQUAL);
        if (returnBool) {
          into.set(step, holds ? 1 : 0);
        } else {
          put(holds ? left : null, into, step);
        }
      }
      case MULTIPLY, DIVIDE, MODULO, POWER, ATAN2, OR, AND, UNLESS ->
          put(incompatible(true, true), into, step);
      case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, TRIM_UPPER, TRIM_LOWER ->
          put(incompatible(true, true), into, step);
    }
  }

  /// The sum or difference; none where hints contradict each other.
  private @Nullable NativeHistogram sum(NativeHistogram left, NativeHistogram right) {
    if (!HistogramMath.compatible(left, right)) {
      notes.incompatibleBuckets();
      return null;
    }
    boolean adds = operator == BinaryOperator.ADD;
    HistogramMath.Merged merged =
        adds ? HistogramMath.add(left, right) : HistogramMath.subtract(left, right);
    if (merged.conflictingHints()) {
      notes.conflictingResets();
      return null;
    }
    if (merged.reconciledBounds()) {
      notes.reconciledBounds();
    }
    NativeHistogram result = merged.histogram();
    return HistogramMath.compact(adds ? result : HistogramMath.withHint(result, ResetHint.GAUGE));
  }
}
