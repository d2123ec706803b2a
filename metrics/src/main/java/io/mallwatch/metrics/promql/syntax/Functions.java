package io.mallwatch.metrics.promql.syntax;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The functions of the language.
public final class Functions {

  /// name, types of arguments (s scalar, v vector, m matrix, t text), `*n` for variadic, result.
  private static final String TABLE =
      """
      abs v v | absent v v | absent_over_time m v | acos v v | acosh v v | asin v v | asinh v v
      atan v v | atanh v v | avg_over_time m v | ceil v v | changes m v | clamp vss v
      clamp_max vs v | clamp_min vs v | cos v v | cosh v v | count_over_time m v
      days_in_month v*1 v | day_of_month v*1 v | day_of_week v*1 v | day_of_year v*1 v | deg v v
      delta m v | deriv m v | double_exponential_smoothing mss v | end - s | exp v v
      first_over_time m v | floor v v | histogram_avg v v | histogram_count v v
      histogram_fraction ssv v | histogram_quantile sv v | histogram_quantiles vtss*9 v
      histogram_stddev v v | histogram_stdvar v v | histogram_sum v v | hour v*1 v | idelta m v
      increase m v | info vv*1 v | irate m v | label_join vttt*-1 v | label_replace vtttt v | last_over_time m v
      ln v v | log10 v v | log2 v v | mad_over_time m v | max_of ss s | max_over_time m v
      min_of ss s | min_over_time m v | minute v*1 v | month v*1 v | pi - s | predict_linear ms v
      present_over_time m v | quantile_over_time sm v | rad v v | range - s | rate m v
      resets m v | round vs*1 v | scalar v s | sgn v v | sin v v | sinh v v | sort v v
      sort_by_label vt*-1 v | sort_by_label_desc vt*-1 v | sort_desc v v | sqrt v v | start - s
      start_timestamp v v
      stddev_over_time m v | stdvar_over_time m v | step - s | sum_over_time m v | tan v v
      tanh v v | time - s | timestamp v v | ts_of_first_over_time m v | ts_of_last_over_time m v
      ts_of_max_over_time m v | ts_of_min_over_time m v | vector s v | year v*1 v
      """;

  private static final Map<String, FunctionSignature> BY_NAME = read();

  /// Functions whose result depends on the moment of evaluation and not on their arguments alone.
  private static final Set<String> TIME_DEPENDENT =
      Set.of(
          "days_in_month",
          "day_of_month",
          "day_of_week",
          "day_of_year",
          "hour",
          "minute",
          "month",
          "year",
          "predict_linear",
          "time",
          "timestamp");

  private static final Set<String> EXPERIMENTAL =
      Set.of(
          "double_exponential_smoothing",
          "end",
          "histogram_quantiles",
          "info",
          "mad_over_time",
          "max_of",
          "min_of",
          "range",
          "sort_by_label",
          "sort_by_label_desc",
          "start",
          "start_timestamp",
          "step",
          "ts_of_first_over_time",
          "ts_of_last_over_time",
          "ts_of_max_over_time",
          "ts_of_min_over_time");

  private Functions() {}

  /// The function of that name; names are case-sensitive.
  public static Optional<FunctionSignature> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// Whether Prometheus has it behind a flag.
  public static boolean isExperimental(String name) {
    return EXPERIMENTAL.contains(name);
  }

  /// All names.
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /// Whether the result may change from step to step though the arguments don't.
  public static boolean dependsOnTime(String name) {
    return TIME_DEPENDENT.contains(name);
  }

  private static Map<String, FunctionSignature> read() {
    Map<String, FunctionSignature> byName = new HashMap<>();
    for (String entry : TABLE.split("[|\n]")) {
      String[] fields = entry.strip().split(" ");
      String[] args = fields[1].split("\\*");
      List<ValueType> types =
          args[0].equals("-") ? List.of() : args[0].chars().mapToObj(Functions::type).toList();
      int variadic = args.length > 1 ? Integer.parseInt(args[1]) : 0;
      byName.put(
          fields[0], new FunctionSignature(fields[0], types, variadic, type(fields[2].charAt(0))));
    }
    return Map.copyOf(byName);
  }

  private static ValueType type(int letter) {
    return switch (letter) {
      case 's' -> ValueType.SCALAR;
      case 'v' -> ValueType.VECTOR;
      case 'm' -> ValueType.MATRIX;
      case 't' -> ValueType.STRING;
      default -> throw new IllegalArgumentException("type " + (char) letter);
    };
  }
}
