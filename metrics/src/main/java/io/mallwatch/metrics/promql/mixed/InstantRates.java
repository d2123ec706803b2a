package io.mallwatch.metrics.promql.mixed;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.histogram.HistogramResets;

/// `irate` and `idelta`: of the last two samples.
///
/// @param counter whether a fall is a reset and the result per second
record InstantRates(boolean counter) implements MixedFunctions.PerWindow {

  @Override
  public void apply(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    Samples floats = window.floats();
    Samples histograms = window.histograms();
    int f = floats.size() - 1;
    int h = histograms.size() - 1;
    if (f + h + 2 < 2) {
      return;
    }
    boolean lastIsFloat = h < 0 || (f >= 0 && floats.time(f) >= histograms.time(h));
    f -= lastIsFloat ? 1 : 0;
    h -= lastIsFloat ? 0 : 1;
    boolean previousIsFloat = h < 0 || (f >= 0 && floats.time(f) >= histograms.time(h));
    if (lastIsFloat != previousIsFloat) {
      notes.mixedSamples();
    } else if (lastIsFloat) {
      ofFloats(window, out, step);
    } else {
      ofHistograms(window, notes, out, step);
    }
  }

  private void ofFloats(MixedWindow window, StepColumn out, int step) {
    Samples samples = window.floats();
    int last = samples.size() - 1;
    double now = samples.value(last);
    double before = samples.value(last - 1);
    boolean reset =
        counter && (now < before || StartTimes.reset(samples, last, window.heedsStartTimes()));
    double difference = reset ? now : now - before;
    out.set(step, counter ? difference / seconds(samples) : difference);
  }

  private static double seconds(Samples samples) {
    int last = samples.size() - 1;
    return (samples.time(last) - samples.time(last - 1)) / 1e3;
  }

  private void ofHistograms(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    Samples samples = window.histograms();
    int last = samples.size() - 1;
    NativeHistogram now = samples.histogram(last);
    NativeHistogram before = samples.histogram(last - 1);
    boolean gauges = now.hint() == ResetHint.GAUGE && before.hint() == ResetHint.GAUGE;
    boolean anyGauge = now.hint() == ResetHint.GAUGE || before.hint() == ResetHint.GAUGE;
    if (counter && anyGauge) {
      notes.notCounter();
    }
    if (!counter && !gauges) {
      notes.notGauge();
    }
    boolean reset =
        counter
            && (StartTimes.reset(samples, last, window.heedsStartTimes())
                || HistogramResets.between(before, now));
    NativeHistogram difference = reset ? now : new HistogramNotes(notes).subtract(now, before);
    if (difference == null) {
      return;
    }
    NativeHistogram result =
        HistogramMath.compact(HistogramMath.withHint(difference, ResetHint.GAUGE));
    out.set(step, counter ? HistogramMath.divide(result, seconds(samples)) : result);
  }
}
