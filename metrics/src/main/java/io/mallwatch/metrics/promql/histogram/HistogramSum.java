package io.mallwatch.metrics.promql.histogram;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;

/// The sum or mean of histograms, by Kahan's method. Not thread-safe.
public final class HistogramSum {

  private final boolean mean;
  private WorkingHistogram total;
  private double added = 1;
  private boolean incremental;
  private boolean single = true;
  private boolean sawReset;
  private boolean sawNoReset;
  private boolean reconciledBounds;
  private boolean incompatible;

  private HistogramSum(NativeHistogram first, boolean mean) {
    this.total = WorkingHistogram.of(first);
    this.mean = mean;
    see(first.hint());
  }

  /// A sum that starts with `first`.
  public static HistogramSum sumFrom(NativeHistogram first) {
    return new HistogramSum(first, false);
  }

  /// A mean that starts with `first`; when its sum would overflow it goes on incrementally.
  public static HistogramSum meanFrom(NativeHistogram first) {
    return new HistogramSum(first, true);
  }

  private void see(ResetHint hint) {
    sawReset |= hint == ResetHint.RESET;
    sawNoReset |= hint == ResetHint.NOT_RESET;
  }

  /// Takes the next one. Once two were not compatible the rest is ignored.
  ///
  /// @return false when this one is not compatible with those before
  public boolean add(NativeHistogram next) {
    if (incompatible) {
      return true;
    }
    see(next.hint());
    if (next.usesCustomBuckets() != usesCustomBuckets()) {
      incompatible = true;
      return false;
    }
    if (single) {
      single = false;
      total.compensate();
    }
    added++;
    if (mean) {
      addToMean(next);
    } else {
      reconciledBounds |= total.add(next, 1).reconciledBounds();
    }
    return true;
  }

  private boolean usesCustomBuckets() {
    return total.usesCustomBuckets();
  }

  private void addToMean(NativeHistogram next) {
    if (!incremental) {
      WorkingHistogram sum = total.copy();
      reconciledBounds |= sum.add(next, 1).reconciledBounds();
      if (!sum.overflows()) {
        total = sum;
        return;
      }
      incremental = true;
      total.divide(added - 1);
    }
    total.multiply((added - 1) / added);
    NativeHistogram share = HistogramMath.divide(next, added);
    reconciledBounds |= total.add(share, 1).reconciledBounds();
  }

  /// Whether they can't be added; then there is no result.
  public boolean incompatible() {
    return incompatible;
  }

  /// Whether some said that there was a counter reset and others that there was none.
  public boolean conflictingHints() {
    return sawReset && sawNoReset;
  }

  /// Whether custom bounds differed.
  public boolean reconciledBounds() {
    return reconciledBounds;
  }

  /// The sum or mean so far.
  public NativeHistogram result() {
    if (mean && !incremental) {
      WorkingHistogram result = total.copy();
      result.divide(added);
      return result.settled();
    }
    return total.settled();
  }
}
