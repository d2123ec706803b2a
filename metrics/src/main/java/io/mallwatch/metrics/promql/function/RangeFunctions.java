package io.mallwatch.metrics.promql.function;

import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The functions of range vectors, by name. Each is given a [Window] that is not empty and returns
/// its value or [Window#NONE].
public final class RangeFunctions {

  private static final Map<String, ToDoubleFunction<Window>> BY_NAME =
      Map.ofEntries(
          Map.entry("rate", Rates::rate),
          Map.entry("increase", Rates::increase),
          Map.entry("delta", Rates::delta),
          Map.entry("irate", Rates::irate),
          Map.entry("idelta", Rates::idelta),
          Map.entry("resets", Rates::resets),
          Map.entry("changes", Rates::changes),
          Map.entry("deriv", Trends::deriv),
          Map.entry("predict_linear", Trends::predictLinear),
          Map.entry("double_exponential_smoothing", Trends::doubleExponentialSmoothing),
          Map.entry("sum_over_time", OverTime::sum),
          Map.entry("avg_over_time", OverTime::avg),
          Map.entry("count_over_time", OverTime::count),
          Map.entry("min_over_time", OverTime::min),
          Map.entry("max_over_time", OverTime::max),
          Map.entry("first_over_time", OverTime::first),
          Map.entry("last_over_time", OverTime::last),
          Map.entry("present_over_time", OverTime::present),
          Map.entry("absent_over_time", OverTime::present),
          Map.entry("stdvar_over_time", OverTime::stdvar),
          Map.entry("stddev_over_time", OverTime::stddev),
          Map.entry("quantile_over_time", OverTime::quantile),
          Map.entry("mad_over_time", OverTime::mad),
          Map.entry("ts_of_first_over_time", OverTime::timeOfFirst),
          Map.entry("ts_of_last_over_time", OverTime::timeOfLast),
          Map.entry("ts_of_min_over_time", OverTime::timeOfMin),
          Map.entry("ts_of_max_over_time", OverTime::timeOfMax));

  private RangeFunctions() {}

  /// The function of that name.
  public static Optional<ToDoubleFunction<Window>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
