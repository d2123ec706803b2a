package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;

/// Arithmetic or comparison of whole columns.
///
/// @param returnBool whether a comparison yields 0 or 1 instead of filtering
public record ColumnOperator(BinaryOperator operator, boolean returnBool, BinaryNotes notes) {

  public static ColumnOperator of(Expr.Binary binary, Notes notes) {
    return new ColumnOperator(
        binary.operator(),
        binary.returnBool(),
        new BinaryNotes(notes, binary.operator(), binary.range()));
  }

  /// Puts into `into` the results at the steps that both sides have; `into` is one of them.
  public void apply(StepColumn left, StepColumn right, StepColumn into) {
    if (left.histograms() != null || right.histograms() != null || trims()) {
      new HistogramOperator(operator, returnBool, notes).apply(left, right, into);
      return;
    }
    Presence present = into.present();
    present.and(into == left ? right.present() : left.present());
    if (filters()) {
      for (int step = present.next(0); step >= 0; step = present.next(step + 1)) {
        double value = left.value(step);
        if (Arithmetic.holds(operator, value, right.value(step))) {
          into.values()[step] = value;
        } else {
          present.unset(step);
        }
      }
    } else {
      compute(left.values(), right.values(), into);
    }
  }

  /// Does the same with a number at each step as the other side; a filter keeps the column's
  /// values, whichever side it is.
  public void apply(StepColumn column, double[] scalars, boolean scalarIsLeft) {
    if (column.histograms() != null || trims()) {
      new HistogramOperator(operator, returnBool, notes).apply(column, scalars, scalarIsLeft);
      return;
    }
    Presence present = column.present();
    double[] values = column.values();
    if (!filters()) {
      compute(scalarIsLeft ? scalars : values, scalarIsLeft ? values : scalars, column);
      return;
    }
    for (int step = present.next(0); step >= 0; step = present.next(step + 1)) {
      double left = scalarIsLeft ? scalars[step] : values[step];
      double right = scalarIsLeft ? values[step] : scalars[step];
      if (!Arithmetic.holds(operator, left, right)) {
        present.unset(step);
      }
    }
  }

  private boolean trims() {
    return operator == BinaryOperator.TRIM_UPPER || operator == BinaryOperator.TRIM_LOWER;
  }

  /// Whether samples are only let through.
  public boolean filters() {
    return operator.isComparison() && !returnBool;
  }

  /// Cheap operators also compute what no one will look at, which is faster than looking first.
  private void compute(double[] left, double[] right, StepColumn into) {
    double[] out = into.values();
    switch (operator) {
      case ADD -> {
        for (int step = 0; step < out.length; step++) {
          out[step] = left[step] + right[step];
        }
      }
      case SUBTRACT -> {
        for (int step = 0; step < out.length; step++) {
          out[step] = left[step] - right[step];
        }
      }
      case MULTIPLY -> {
        for (int step = 0; step < out.length; step++) {
          out[step] = left[step] * right[step];
        }
      }
      case DIVIDE -> {
        for (int step = 0; step < out.length; step++) {
          out[step] = left[step] / right[step];
        }
      }
      case MODULO,
          POWER,
          ATAN2,
          EQUAL,
          NOT_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          LESS,
          LESS_OR_EQUAL -> {
        Presence present = into.present();
        for (int step = present.next(0); step >= 0; step = present.next(step + 1)) {
          out[step] = Arithmetic.compute(operator, left[step], right[step]);
        }
      }
      case OR, AND, UNLESS, TRIM_UPPER, TRIM_LOWER ->
          throw new IllegalArgumentException(operator.symbol());
    }
  }
}
