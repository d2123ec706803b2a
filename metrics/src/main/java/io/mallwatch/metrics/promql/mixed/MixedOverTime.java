package io.mallwatch.metrics.promql.mixed;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.histogram.HistogramResets;
import io.mallwatch.metrics.promql.histogram.HistogramSum;
import io.mallwatch.metrics.promql.syntax.Edges;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Functions that look at numbers and histograms alike.
final class MixedOverTime {

  private MixedOverTime() {}

  static void count(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    out.set(step, window.floats().size() + window.histograms().size());
  }

  static void present(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    out.set(step, 1);
  }

  static void first(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    Samples floats = window.floats();
    Samples histograms = window.histograms();
    if (histograms.isEmpty() || (!floats.isEmpty() && floats.time(0) < histograms.time(0))) {
      out.set(step, floats.value(0));
    } else {
      out.set(step, histograms.histogram(0));
    }
  }

  static void last(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    Samples floats = window.floats();
    Samples histograms = window.histograms();
    if (histograms.isEmpty() || (!floats.isEmpty() && histograms.lastTime() < floats.lastTime())) {
      out.set(step, floats.value(floats.size() - 1));
    } else {
      out.set(step, histograms.histogram(histograms.size() - 1));
    }
  }

  static void timeOfFirst(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    long ofFloats = window.floats().isEmpty() ? Long.MAX_VALUE : window.floats().time(0);
    long ofHistograms =
        window.histograms().isEmpty() ? Long.MAX_VALUE : window.histograms().time(0);
    out.set(step, Math.min(ofFloats, ofHistograms) / 1e3);
  }

  static void timeOfLast(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    long ofFloats = window.floats().isEmpty() ? 0 : window.floats().lastTime();
    long ofHistograms = window.histograms().isEmpty() ? 0 : window.histograms().lastTime();
    out.set(step, Math.max(ofFloats, ofHistograms) / 1e3);
  }

  /// The sum or mean of histograms.
  static MixedFunctions.PerWindow total(Function<NativeHistogram, HistogramSum> from) {
    return (window, notes, out, step) -> {
      Samples histograms = window.histograms();
      HistogramSum total = from.apply(histograms.histogram(0));
      for (int i = 1; i < histograms.size(); i++) {
        if (!total.add(histograms.histogram(i))) {
          notes.mixedSchemas();
          return;
        }
      }
      if (total.conflictingHints()) {
        notes.conflictingResets();
      }
      if (total.reconciledBounds()) {
        notes.reconciledBounds("aggregation");
      }
      out.set(step, total.result());
    };
  }

  static void resets(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    count(window, out, step, MixedOverTime::isReset);
  }

  static void changes(MixedWindow window, RangeNotes notes, StepColumn out, int step) {
    count(window, out, step, MixedOverTime::isChange);
  }

  /// A sample among numbers and histograms.
  ///
  /// @param start 0 when unknown or not heeded
  private record Point(long time, double value, @Nullable NativeHistogram histogram, long start) {}

  @FunctionalInterface
  private interface Event {
    boolean happened(Point before, Point now);
  }

  private static boolean isReset(Point before, Point now) {
    NativeHistogram earlier = before.histogram();
    NativeHistogram later = now.histogram();
    if ((earlier == null) != (later == null)
        || StartTimes.reset(before.start(), before.time(), now.start(), now.time())) {
      return true;
    }
    return (earlier == null || later == null)
        ? now.value() < before.value()
        : HistogramResets.between(earlier, later);
  }

  private static boolean isChange(Point before, Point now) {
    NativeHistogram earlier = before.histogram();
    NativeHistogram later = now.histogram();
    if (earlier == null && later == null) {
      boolean bothNan = Double.isNaN(before.value()) && Double.isNaN(now.value());
      return before.value() != now.value() && !bothNan;
    }
    return earlier == null || later == null || !HistogramMath.equal(earlier, later);
  }

  /// How often something happened from one sample to the next. An anchored window starts with the
  /// last sample before it.
  private static void count(MixedWindow window, StepColumn out, int step, Event event) {
    Samples floats = window.floats();
    Samples histograms = window.histograms();
    int f = 0;
    int h = 0;
    if (window.edges() == Edges.ANCHORED) {
      int floatsBefore = floats.firstAfter(window.rangeStart(), floats.size());
      int histogramsBefore = histograms.firstAfter(window.rangeStart(), histograms.size());
      if (floatsBefore == floats.size() && histogramsBefore == histograms.size()) {
        return;
      }
      boolean floatIsAnchor =
          floatsBefore > 0
              && (histogramsBefore == 0
                  || floats.time(floatsBefore - 1) >= histograms.time(histogramsBefore - 1));
      boolean histogramIsAnchor = !floatIsAnchor && histogramsBefore > 0;
      f = floatIsAnchor ? floatsBefore - 1 : floatsBefore;
      h = histogramIsAnchor ? histogramsBefore - 1 : histogramsBefore;
    }
    Point before = null;
    int events = 0;
    while (f < floats.size() || h < histograms.size()) {
      boolean floatNext =
          h == histograms.size() || (f < floats.size() && floats.time(f) < histograms.time(h));
      Point now = floatNext ? point(window, floats, f++) : point(window, histograms, h++);
      if (before != null && event.happened(before, now)) {
        events++;
      }
      before = now;
    }
    out.set(step, events);
  }

  private static Point point(MixedWindow window, Samples samples, int index) {
    boolean ofHistograms = samples == window.histograms();
    return new Point(
        samples.time(index),
        samples.value(index),
        ofHistograms ? samples.histogram(index) : null,
        window.heedsStartTimes() ? samples.start(index) : 0);
  }
}
