package io.mallwatch.metrics.promql.column;

import io.mallwatch.metrics.NativeHistogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one series has at each step: a number, a native histogram or nothing; made to be filled
/// again and again. Not thread-safe.
public final class StepColumn {

  private final double[] values;
  private final Presence present;
  private NativeHistogram @Nullable [] histograms;

  /// Empty.
  public StepColumn(int steps) {
    values = new double[steps];
    present = new Presence(steps);
  }

  public int steps() {
    return values.length;
  }

  /// Numbers by step; undefined where [#present()] has none.
  public double[] values() {
    return values;
  }

  /// The steps that have a number.
  public Presence present() {
    return present;
  }

  /// Histograms by step, null where there is none; null when there is none at all. Disjoint from
  /// [#present()].
  public NativeHistogram @Nullable [] histograms() {
    return histograms;
  }

  /// Whether there is a number.
  public boolean has(int step) {
    return present.has(step);
  }

  /// The number at a step that has one.
  public double value(int step) {
    return values[step];
  }

  public @Nullable NativeHistogram histogram(int step) {
    return histograms == null ? null : histograms[step];
  }

  /// Whether there is a number or a histogram.
  public boolean hasAny(int step) {
    return present.has(step) || histogram(step) != null;
  }

  /// Puts a number in place of anything.
  public void set(int step, double value) {
    values[step] = value;
    present.set(step);
    if (histograms != null) {
      histograms[step] = null;
    }
  }

  /// Puts a histogram in place of anything.
  public void set(int step, NativeHistogram histogram) {
    if (histograms == null) {
      histograms = new NativeHistogram[values.length];
    }
    histograms[step] = histogram;
    present.unset(step);
  }

  public void remove(int step) {
    present.unset(step);
    if (histograms != null) {
      histograms[step] = null;
    }
  }

  public void removeHistograms() {
    histograms = null;
  }

  /// Puts `value` at every step.
  public void fill(double value) {
    Arrays.fill(values, value);
    present.fill();
    histograms = null;
  }

  public void clear() {
    present.clear();
    histograms = null;
  }

  public boolean isEmpty() {
    if (!present.isEmpty()) {
      return false;
    }
    if (histograms != null) {
      for (NativeHistogram histogram : histograms) {
        if (histogram != null) {
          return false;
        }
      }
    }
    return true;
  }

  /// How many steps have a number or a histogram.
  public int count() {
    int count = present.count();
    if (histograms != null) {
      for (NativeHistogram histogram : histograms) {
        count += histogram == null ? 0 : 1;
      }
    }
    return count;
  }

  /// Adds to `into` the steps that have a number or a histogram.
  public void addPresenceTo(Presence into) {
    into.or(present);
    if (histograms != null) {
      for (int step = 0; step < histograms.length; step++) {
        if (histograms[step] != null) {
          into.set(step);
        }
      }
    }
  }

  /// Removes what is at other steps than those `kept`.
  public void keep(Presence kept) {
    present.and(kept);
    if (histograms != null) {
      for (int step = 0; step < histograms.length; step++) {
        if (!kept.has(step)) {
          histograms[step] = null;
        }
      }
    }
  }

  /// Removes what is at the steps `dropped`.
  public void drop(Presence dropped) {
    present.andNot(dropped);
    if (histograms != null) {
      for (int step = 0; step < histograms.length; step++) {
        if (dropped.has(step)) {
          histograms[step] = null;
        }
      }
    }
  }

  public void copyFrom(StepColumn other) {
    System.arraycopy(other.values, 0, values, 0, values.length);
    present.copyFrom(other.present);
    NativeHistogram[] theirs = other.histograms;
    histograms = theirs == null ? null : theirs.clone();
  }

  public StepColumn copy() {
    StepColumn copy = new StepColumn(values.length);
    copy.copyFrom(this);
    return copy;
  }
}
