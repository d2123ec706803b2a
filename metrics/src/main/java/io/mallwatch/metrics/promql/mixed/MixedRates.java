package io.mallwatch.metrics.promql.mixed;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.histogram.HistogramResets;
import org.jspecify.annotations.Nullable;

/// `rate`, `increase` and `delta`, by extrapolation to the edges of the window.
///
/// @param counter whether a fall is a reset
/// @param perSecond whether the result is divided by the window's length
record MixedRates(boolean counter, boolean perSecond) implements MixedFunctions.PerWindow {

  private static final double CLOSE_TO_EDGE = 1.1;

  @Override
  public void apply(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    if (!window.floats().isEmpty() && !window.histograms().isEmpty()) {
      notes.mixedSamples();
    } else if (window.floats().isEmpty()) {
      ofHistograms(window, notes, out, step);
    } else {
      ofFloats(window, notes, out, step);
    }
  }

  private void ofFloats(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    Samples samples = window.floats();
    int last = samples.size() - 1;
    double result = samples.value(last) - samples.value(0);
    boolean overlap = false;
    for (int i = 1; counter && i <= last; i++) {
      double before = samples.value(i - 1);
      overlap |= overlap(samples, i, window);
      if (samples.value(i) < before || StartTimes.reset(samples, i, window.heedsStartTimes())) {
        result += before;
      }
    }
    if (overlap) {
      notes.overlappingStarts();
    }
    if (startsInside(window, samples)) {
      result += samples.value(0);
      out.set(step, result * factor(window, samples, 0));
    } else if (last > 0) {
      double first = samples.value(0);
      double share = counter && result > 0 && first >= 0 ? first / result : Double.NaN;
      out.set(step, result * factor(window, samples, share));
    }
  }

  private static boolean overlap(Samples samples, int i, MixedWindow window) {
    return window.heedsStartTimes()
        && StartTimes.overlap(samples.start(i - 1), samples.time(i - 1), samples.start(i));
  }

  /// Whether it is known that the counter began at zero inside of the window, before its first
  /// sample.
  private boolean startsInside(MixedWindow window, Samples samples) {
    long start = counter && window.heedsStartTimes() ? samples.start(0) : 0;
    return start != 0 && start > window.rangeStart() && start < samples.time(0);
  }

  /// What the difference of the last and first sample is to be multiplied by.
  ///
  /// @param share the first value by the difference, which tells when a counter was zero; NaN when
  ///   it doesn't
  private double factor(MixedWindow window, Samples samples, double share) {
    int last = samples.size() - 1;
    double sampled = (samples.time(last) - samples.time(0)) / 1e3;
    double distance = last > 0 ? sampled / last : 0;
    double threshold = distance * CLOSE_TO_EDGE;
    double toStart = (samples.time(0) - window.rangeStart()) / 1e3;
    double toEnd = (window.rangeEnd() - samples.time(last)) / 1e3;
    if (startsInside(window, samples)) {
      toStart = 0;
      sampled = (samples.time(last) - samples.start(0)) / 1e3;
    } else {
      toStart = toStart >= threshold ? distance / 2 : toStart;
      double toZero = sampled * share;
      toStart = toZero < toStart ? toZero : toStart;
    }
    toEnd = toEnd >= threshold ? distance / 2 : toEnd;
    double factor = sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
    return perSecond ? factor / window.rangeSeconds() : factor;
  }

  private void ofHistograms(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    Samples samples = window.histograms();
    NativeHistogram first = samples.histogram(0);
    NativeHistogram result = samples.size() > 1 ? difference(window, notes) : null;
    if (samples.size() > 1 && result == null) {
      return;
    }
    if (startsInside(window, samples)) {
      NativeHistogram whole = result == null ? first : new HistogramNotes(notes).add(result, first);
      if (whole != null) {
        out.set(step, HistogramMath.multiply(whole, factor(window, samples, 0)));
      }
    } else if (result != null) {
      double share =
          counter && result.count() > 0 && first.count() >= 0
              ? first.count() / result.count()
              : Double.NaN;
      out.set(step, HistogramMath.multiply(result, factor(window, samples, share)));
    }
  }

  /// From the first histogram to the last, corrected for resets; null when they don't fit together.
  private @Nullable NativeHistogram difference(MixedWindow window, RangeNotes notes) {
    Samples samples = window.histograms();
    int last = samples.size() - 1;
    NativeHistogram first = samples.histogram(0);
    NativeHistogram end = samples.histogram(last);
    noteHints(samples, notes);
    if (counter && resetBefore(window, 1)) {
      first = HistogramMath.empty(samples.histogram(1));
    }
    boolean custom = first.usesCustomBuckets();
    int schema = Math.min(first.schema(), end.schema());
    for (int i = 1; i <= last; i++) {
      NativeHistogram current = samples.histogram(i);
      if ((counter || i == last) && current.usesCustomBuckets() != custom) {
        notes.mixedSchemas();
        return null;
      }
      schema = counter ? Math.min(schema, current.schema()) : schema;
    }
    HistogramNotes merging = new HistogramNotes(notes);
    NativeHistogram result = merging.subtract(HistogramMath.reduce(end, schema), first);
    NativeHistogram before = first;
    boolean overlap = false;
    for (int i = 1; counter && result != null && i <= last; i++) {
      NativeHistogram current = samples.histogram(i);
      overlap |= overlap(samples, i, window);
      if (StartTimes.reset(samples, i, window.heedsStartTimes())
          || HistogramResets.between(before, current)) {
        result = merging.add(result, before);
      }
      before = current;
    }
    if (overlap) {
      notes.overlappingStarts();
    }
    return result == null
        ? null
        : HistogramMath.compact(HistogramMath.withHint(result, ResetHint.GAUGE));
  }

  private static boolean resetBefore(MixedWindow window, int index) {
    Samples samples = window.histograms();
    return StartTimes.reset(samples, index, window.heedsStartTimes())
        || HistogramResets.between(samples.histogram(index - 1), samples.histogram(index));
  }

  private void noteHints(Samples samples, RangeNotes notes) {
    int last = samples.size() - 1;
    if (!counter) {
      if (samples.histogram(0).hint() != ResetHint.GAUGE
          || samples.histogram(last).hint() != ResetHint.GAUGE) {
        notes.notGauge();
      }
      return;
    }
    for (int i = 0; i <= last; i++) {
      if (samples.histogram(i).hint() == ResetHint.GAUGE) {
        notes.notCounter();
        return;
      }
    }
  }
}
