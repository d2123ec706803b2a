package io.mallwatch.metrics.promql.mixed;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.histogram.HistogramMath;

/// The values of a `smoothed` instant selector: at each step what is between the samples around it;
/// past the last one its value, for the lookback. Used for one series after the other. Not
/// thread-safe.
public final class SmoothedColumn {

  private final long[] moments;
  private final long lookbackMillis;
  private final Samples floats = new Samples(false);
  private final Samples histograms = new Samples(true);

  /// @param moments that the steps look at; not falling
  public SmoothedColumn(long[] moments, long lookbackMillis) {
    this.moments = moments;
    this.lookbackMillis = lookbackMillis;
  }

  /// @param samples of one series, without stale markers
  /// @param out empty
  public void fill(SampleColumns samples, RangeNotes notes, StepColumn out) {
    floats.fill(samples);
    histograms.fill(samples);
    for (int step = 0; step < moments.length; step++) {
      long at = moments[step];
      floats.moveTo(at - lookbackMillis, at + lookbackMillis);
      histograms.moveTo(at - lookbackMillis, at + lookbackMillis);
      if (!floats.isEmpty() && !histograms.isEmpty()) {
        notes.mixedSamples();
      } else if (!floats.isEmpty()) {
        ofFloats(at, out, step);
      } else if (!histograms.isEmpty()) {
        ofHistograms(at, notes, out, step);
      }
    }
  }

  private void ofFloats(long at, StepColumn out, int step) {
    int next = floats.firstFrom(at, floats.size());
    boolean isThere = next < floats.size();
    if (isThere && floats.time(next) == at) {
      out.set(step, floats.value(next));
    } else if (next > 0) {
      out.set(
          step,
          isThere ? EdgeSamples.interpolated(floats, next - 1, at, false) : floats.value(next - 1));
    }
  }

  private void ofHistograms(long at, RangeNotes notes, StepColumn out, int step) {
    int next = histograms.firstFrom(at, histograms.size());
    boolean isThere = next < histograms.size();
    if (isThere && histograms.time(next) == at) {
      out.set(step, histograms.histogram(next));
    } else if (next > 0 && !isThere) {
      out.set(step, HistogramMath.withHint(histograms.histogram(next - 1), ResetHint.UNKNOWN));
    } else if (next > 0) {
      NativeHistogram before = histograms.histogram(next - 1);
      NativeHistogram after = histograms.histogram(next);
      if (before.usesCustomBuckets() != after.usesCustomBuckets()) {
        notes.mixedSchemas();
        return;
      }
      boolean gauges = before.hint() == ResetHint.GAUGE && after.hint() == ResetHint.GAUGE;
      NativeHistogram between =
          new ExtendedRates.Interpolation(histograms, !gauges, new HistogramNotes(notes))
              .between(next - 1, at);
      if (between != null) {
        out.set(step, between);
      }
    }
  }

  /// The samples of an extended window as they are shown: those inside, and what is at the edges.
  ///
  /// @param samples of one series, without stale markers; only numbers
  public static void extend(
      SampleColumns samples, long rangeStart, long rangeEnd, boolean smoothed) {
    Samples floats = new Samples(false);
    floats.fill(samples);
    floats.moveTo(Long.MIN_VALUE, Long.MAX_VALUE);
    samples.clear();
    EdgeSamples edges =
        floats.isEmpty() ? null : EdgeSamples.of(floats, rangeStart, rangeEnd, smoothed);
    if (edges == null) {
      return;
    }
    samples.add(rangeStart, edges.left(false));
    for (int i = edges.firstInside(); i <= edges.lastInside(); i++) {
      samples.add(floats.time(i), floats.value(i));
    }
    samples.add(rangeEnd, edges.right(false));
  }
}
