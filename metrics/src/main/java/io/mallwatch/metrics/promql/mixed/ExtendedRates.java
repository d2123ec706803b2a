package io.mallwatch.metrics.promql.mixed;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.histogram.HistogramResets;
import io.mallwatch.metrics.promql.syntax.Edges;
import org.jspecify.annotations.Nullable;

/// `rate`, `increase` and `delta` of `anchored` and `smoothed` windows: exactly from edge to edge,
/// by the sample before the window or by interpolation.
///
/// @param counter whether a fall is a reset
/// @param perSecond whether the result is divided by the window's length
record ExtendedRates(boolean counter, boolean perSecond) implements MixedFunctions.PerWindow {

  @Override
  public void apply(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    if (!window.floats().isEmpty() && !window.histograms().isEmpty()) {
      notes.mixedSamples();
    } else if (window.floats().isEmpty()) {
      NativeHistogram result = ofHistograms(window, notes);
      if (result != null) {
        out.set(step, result);
      }
    } else {
      EdgeSamples edges = EdgeSamples.of(window.floats(), window);
      if (edges != null) {
        double result = ofFloats(window, edges);
        out.set(step, perSecond ? result / window.rangeSeconds() : result);
      }
    }
  }

  private double ofFloats(MixedWindow window, EdgeSamples edges) {
    Samples samples = window.floats();
    double left = edges.left(counter);
    double right = edges.right(counter);
    double result = right - left;
    if (!counter) {
      return result;
    }
    double before = left;
    for (int i = edges.firstInside(); i <= edges.lastInside(); i++) {
      if (samples.value(i) < before) {
        result += before;
      }
      before = samples.value(i);
    }
    return right < before ? result + before : result;
  }

  private @Nullable NativeHistogram ofHistograms(MixedWindow window, RangeNotes notes) {
    Samples samples = window.histograms();
    EdgeSamples edges = EdgeSamples.of(samples, window);
    if (edges == null || !fit(samples, edges, notes)) {
      return null;
    }
    HistogramNotes merging = new HistogramNotes(notes);
    boolean smoothed = window.edges() == Edges.SMOOTHED;
    int first = edges.first();
    int last = edges.last();
    Interpolation interpolation = new Interpolation(samples, counter, merging);
    NativeHistogram left =
        smoothed && samples.time(first) < window.rangeStart()
            ? interpolation.between(first, window.rangeStart())
            : samples.histogram(first);
    NativeHistogram right =
        smoothed && last > 0 && samples.time(last) > window.rangeEnd()
            ? interpolation.between(last - 1, window.rangeEnd())
            : samples.histogram(last);
    if (left == null || right == null) {
      return null;
    }
    if (!counter && (left.hint() != ResetHint.GAUGE || right.hint() != ResetHint.GAUGE)) {
      notes.notGauge();
    }
    NativeHistogram result = merging.subtract(right, left);
    if (counter && result != null) {
      result = corrected(result, samples, edges, left, right, merging);
    }
    if (result == null) {
      return null;
    }
    NativeHistogram scaled =
        perSecond ? HistogramMath.divide(result, window.rangeSeconds()) : result;
    return HistogramMath.compact(HistogramMath.withHint(scaled, ResetHint.GAUGE));
  }

  private boolean fit(Samples samples, EdgeSamples edges, RangeNotes notes) {
    boolean custom = samples.histogram(edges.first()).usesCustomBuckets();
    for (int i = edges.first(); i <= edges.last(); i++) {
      if (samples.histogram(i).usesCustomBuckets() != custom) {
        notes.mixedSchemas();
        return false;
      }
      if (counter && samples.histogram(i).hint() == ResetHint.GAUGE) {
        notes.notCounter();
      }
    }
    return true;
  }

  /// Adds what was lost by resets between the edges. A reset that the interpolation of an edge
  /// spans is in that already.
  private static @Nullable NativeHistogram corrected(
      NativeHistogram difference,
      Samples samples,
      EdgeSamples edges,
      NativeHistogram left,
      NativeHistogram right,
      HistogramNotes merging) {
    int next = edges.first() + 1;
    NativeHistogram before = left;
    if (edges.interpolatesLeft()
        && HistogramResets.between(samples.histogram(next - 1), samples.histogram(next))) {
      before = samples.histogram(next);
      next++;
    }
    if (next > edges.last()) {
      return difference;
    }
    NativeHistogram correction = null;
    for (int i = next; i <= edges.last(); i++) {
      NativeHistogram now = i == edges.last() ? right : samples.histogram(i);
      if (HistogramResets.between(before, now)) {
        correction = correction == null ? before : merging.add(correction, before);
        if (correction == null) {
          return null;
        }
      }
      before = now;
    }
    return correction == null ? difference : merging.add(difference, correction);
  }

  /// Histograms between two samples.
  record Interpolation(Samples samples, boolean counter, HistogramNotes merging) {

    /// At `time` between sample `index` and the next; after a reset the counter is taken to have
    /// grown from zero.
    @Nullable NativeHistogram between(int index, long time) {
      NativeHistogram from = samples.histogram(index);
      NativeHistogram to = samples.histogram(index + 1);
      long start = samples.time(index);
      long end = samples.time(index + 1);
      if (time == start || time == end) {
        return time == start ? from : to;
      }
      double fraction = (double) (time - start) / (end - start);
      if (counter && HistogramResets.between(from, to)) {
        return HistogramMath.multiply(to, fraction);
      }
      NativeHistogram difference = merging.subtract(to, from);
      return difference == null
          ? null
          : merging.add(HistogramMath.multiply(difference, fraction), from);
    }
  }
}
