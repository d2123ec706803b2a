package io.mallwatch.metrics.promql.function;

import io.mallwatch.model.Sample;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The functions of range vectors, by name.
public final class RangeFunctions {

  private static final Map<String, RangeFunction> BY_NAME =
      Map.ofEntries(
          Map.entry("rate", (window, out) -> Rates.extrapolated(window, out, true, true)),
          Map.entry("increase", (window, out) -> Rates.extrapolated(window, out, true, false)),
          Map.entry("delta", (window, out) -> Rates.extrapolated(window, out, false, false)),
          Map.entry("irate", each(Rates::irate)),
          Map.entry("idelta", each(Rates::idelta)),
          Map.entry("resets", each(Rates::resets)),
          Map.entry("changes", Rates::changes),
          Map.entry("deriv", each(Trends::deriv)),
          Map.entry("predict_linear", each(Trends::predictLinear)),
          Map.entry("double_exponential_smoothing", each(Trends::doubleExponentialSmoothing)),
          Map.entry("sum_over_time", OverTime::sum),
          Map.entry("avg_over_time", OverTime::avg),
          Map.entry("count_over_time", OverTime::count),
          Map.entry("min_over_time", OverTime::min),
          Map.entry("max_over_time", OverTime::max),
          Map.entry("first_over_time", each(OverTime::first)),
          Map.entry("last_over_time", each(OverTime::last)),
          Map.entry("present_over_time", each(OverTime::present)),
          Map.entry("absent_over_time", each(OverTime::present)),
          Map.entry("stdvar_over_time", each(OverTime::stdvar)),
          Map.entry("stddev_over_time", each(OverTime::stddev)),
          Map.entry("quantile_over_time", OverTime::quantile),
          Map.entry("mad_over_time", each(OverTime::mad)),
          Map.entry("ts_of_first_over_time", each(OverTime::timeOfFirst)),
          Map.entry("ts_of_last_over_time", each(OverTime::timeOfLast)),
          Map.entry("ts_of_min_over_time", each(OverTime::timeOfMin)),
          Map.entry("ts_of_max_over_time", each(OverTime::timeOfMax)));

  private RangeFunctions() {}

  /// The function of that name.
  public static Optional<RangeFunction> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// Goes from window to window.
  ///
  /// @param function is given windows that are not empty; returns a number or [Window#NONE]
  private static RangeFunction each(ToDoubleFunction<Window> function) {
    return (window, out) -> {
      for (int step = 0; step < window.steps(); step++) {
        window.moveTo(step);
        if (window.size() == 0) {
          continue;
        }
        double value = function.applyAsDouble(window);
        if (!Sample.isStale(value)) {
          out.set(step, value);
        }
      }
    };
  }
}
