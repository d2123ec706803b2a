package io.mallwatch.metrics.promql.mixed;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.function.RangeFunctions;
import io.mallwatch.metrics.promql.function.Window;
import io.mallwatch.metrics.promql.histogram.HistogramSum;
import io.mallwatch.metrics.promql.syntax.Edges;
import java.util.Map;

/// The functions of range vectors on [MixedWindow]s, by name. Those that only know numbers are done
/// by [RangeFunctions] on the numbers alone.
public final class MixedFunctions {

  private static final Map<String, PerWindow> PLAIN =
      Map.ofEntries(
          Map.entry("rate", new MixedRates(true, true)),
          Map.entry("increase", new MixedRates(true, false)),
          Map.entry("delta", new MixedRates(false, false)),
          Map.entry("irate", new InstantRates(true)),
          Map.entry("idelta", new InstantRates(false)),
          Map.entry("resets", MixedOverTime::resets),
          Map.entry("changes", MixedOverTime::changes),
          Map.entry("count_over_time", MixedOverTime::count),
          Map.entry("present_over_time", MixedOverTime::present),
          Map.entry("absent_over_time", MixedOverTime::present),
          Map.entry("first_over_time", MixedOverTime::first),
          Map.entry("last_over_time", MixedOverTime::last),
          Map.entry("ts_of_first_over_time", MixedOverTime::timeOfFirst),
          Map.entry("ts_of_last_over_time", MixedOverTime::timeOfLast));

  private static final Map<String, PerWindow> EXTENDED =
      Map.of(
          "rate", new ExtendedRates(true, true),
          "increase", new ExtendedRates(true, false),
          "delta", new ExtendedRates(false, false),
          "resets", MixedOverTime::resets,
          "changes", MixedOverTime::changes);

  /// Of windows that have only histograms; numbers among them have no result.
  private static final Map<String, PerWindow> TOTALS =
      Map.of(
          "sum_over_time", MixedOverTime.total(HistogramSum::sumFrom),
          "avg_over_time", MixedOverTime.total(HistogramSum::meanFrom));

  private MixedFunctions() {}

  /// A function on one window that is not empty.
  @FunctionalInterface
  interface PerWindow {

    /// Puts the result, if there is one, into `out` at `step`.
    void apply(MixedWindow window, RangeNotes notes, StepColumn out, int step);
  }

  /// Puts into `out`, which is empty, the result at each step that has one.
  ///
  /// @param window of the function called `name`
  /// @param plain the same windows over the numbers alone, with the function's own steps
  /// @param samples those of one series
  public static void apply(
      String name,
      MixedWindow window,
      Window plain,
      SampleColumns samples,
      RangeNotes notes,
      StepColumn out) {
    window.over(samples);
    PerWindow function = (window.edges() == Edges.PLAIN ? PLAIN : EXTENDED).get(name);
    if (function != null) {
      for (int step = 0; step < window.steps(); step++) {
        window.moveTo(step);
        if (!window.isEmpty()) {
          function.apply(window, notes, out, step);
        }
      }
      return;
    }
    applyToNumbers(name, plain, samples, out);
    PerWindow total = TOTALS.get(name);
    for (int step = 0; step < window.steps(); step++) {
      window.moveTo(step);
      boolean floats = !window.floats().isEmpty();
      boolean histograms = !window.histograms().isEmpty();
      if (total == null && floats && histograms) {
        notes.ignoredHistograms();
      } else if (total != null && floats && histograms) {
        out.remove(step);
        notes.mixedSamples();
      } else if (total != null && histograms) {
        total.apply(window, notes, out, step);
      }
    }
  }

  private static void applyToNumbers(
      String name, Window plain, SampleColumns samples, StepColumn out) {
    NativeHistogram[] histograms = samples.histograms();
    SampleColumns numbers = new SampleColumns(samples.size());
    for (int i = 0; i < samples.size(); i++) {
      if (histograms == null || histograms[i] == null) {
        numbers.add(samples.times()[i], samples.values()[i]);
      }
    }
    if (!numbers.isEmpty()) {
      plain.over(numbers);
      RangeFunctions.find(name).orElseThrow().apply(plain, out);
    }
  }
}
