package io.mallwatch.metrics.promql.vector;

import io.mallwatch.model.Labels;
import java.util.Arrays;
import java.util.BitSet;

/// One series of an instant vector over all steps of a [Grid], as columns. Native histograms will
/// be one more column; a step has a value in at most one of them.
///
/// @param values by step; undefined where absent
/// @param present the steps that have a value
/// @param nameDropped whether the metric's name is to go when the query ends
public record StepSeries(Labels labels, double[] values, BitSet present, boolean nameDropped) {

  /// With no values yet.
  public static StepSeries empty(Labels labels, int steps, boolean nameDropped) {
    return new StepSeries(labels, new double[steps], new BitSet(steps), nameDropped);
  }

  /// With a value at every step.
  public static StepSeries full(Labels labels, double[] values) {
    BitSet present = new BitSet(values.length);
    present.set(0, values.length);
    return new StepSeries(labels, values, present, false);
  }

  public void set(int step, double value) {
    values[step] = value;
    present.set(step);
  }

  public boolean has(int step) {
    return present.get(step);
  }

  public boolean isEmpty() {
    return present.isEmpty();
  }

  /// The same samples under other labels.
  public StepSeries labelled(Labels other, boolean dropped) {
    return new StepSeries(other, values, present, dropped);
  }

  /// The same values, only at steps in `kept`.
  public StepSeries only(BitSet kept) {
    return new StepSeries(labels, values, kept, nameDropped);
  }

  /// The value of the first step at all of `steps`.
  public StepSeries spread(int steps) {
    double[] all = new double[steps];
    Arrays.fill(all, values[0]);
    BitSet everywhere = new BitSet(steps);
    everywhere.set(0, steps);
    return new StepSeries(labels, all, everywhere, nameDropped);
  }
}
