package io.mallwatch.metrics.promql.differential;

import io.mallwatch.testkit.Gen;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random queries that mean the same in Prometheus 2 and 3, about metrics `orders_total`, `stock`
/// and `wait_bucket`. Windows and steps are multiples of five seconds: samples never are whole
/// ones, so none lies on the edge of a window.
final class SharedQueries {

  private static final List<String> RANGE_FUNCTIONS =
      List.of(
          "delta",
          "irate",
          "idelta",
          "resets",
          "changes",
          "deriv",
          "sum_over_time",
          "avg_over_time",
          "min_over_time",
          "max_over_time",
          "count_over_time",
          "last_over_time",
          "stddev_over_time",
          "stdvar_over_time",
          "present_over_time",
          "absent_over_time");
  private static final List<String> INSTANT_FUNCTIONS =
      List.of(
          "abs",
          "ceil",
          "floor",
          "exp",
          "sqrt",
          "ln",
          "log2",
          "log10",
          "sgn",
          "hour",
          "minute",
          "day_of_week",
          "day_of_year",
          "days_in_month",
          "month",
          "year",
          "timestamp",
          "absent",
          "atan",
          "asinh",
          "deg",
          "round",
          "sort");
  private static final List<String> AGGREGATES =
      List.of("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar");

  private SharedQueries() {}

  /// Expressions that yield an instant vector.
  static Gen<String> vectors() {
    return random -> vector(random, 3);
  }

  private static String vector(RandomGenerator random, int depth) {
    if (depth == 0 || random.nextInt(7) == 0) {
      return selector(random) + time(random);
    }
    String below = vector(random, depth - 1);
    return switch (random.nextInt(14)) {
      case 0, 1 -> pick(random, RANGE_FUNCTIONS) + "(" + range(random) + ")";
      case 2 -> pick(random, List.of("rate", "increase")) + "(" + counters(random) + ")";
      case 3 -> pick(random, INSTANT_FUNCTIONS) + "(" + below + ")";
      case 4, 5 -> aggregate(random, below);
      case 6 -> "-(" + below + ")";
      case 7 -> "(" + below + ")" + arithmetic(random) + scalar(random, depth);
      case 8 -> scalar(random, depth) + comparison(random) + "(" + below + ")";
      case 9 -> clamp(random, below, depth);
      case 10 -> "(" + below + ")" + sets(random) + vector(random, depth - 1);
      case 11 -> histogram(random);
      case 12 -> parameterized(random, depth);
      default -> joined(random, below, vector(random, depth - 1));
    };
  }

  private static String selector(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> "stock";
      case 2 -> "orders_total{shop=\"1\"}";
      case 3 -> "{__name__=~\"wait_bucket|stock\", kind!=\"1\"}";
      case 4 -> "wait_bucket";
      case 5 -> "stock{shop=~\"1|2\"}";
      case 6 -> "nothing";
      default -> "orders_total";
    };
  }

  private static String time(RandomGenerator random) {
    return switch (random.nextInt(10)) {
      case 0 -> " offset 1m";
      case 1 -> " @ " + (PrometheusDifferentialTest.START / 1000 + 600);
      case 2 -> " offset -90s";
      case 3 -> " @ end() offset 30s";
      case 4 -> " @ start()";
      default -> "";
    };
  }

  /// Version 3 extrapolates differently where samples are missing, so these have none missing.
  private static String counters(RandomGenerator random) {
    return pick(random, List.of("orders_total", "orders_total{shop=\"1\"}", "wait_bucket"))
        + pick(random, List.of("[2m]", "[90s]", "[7m]", "[45s]"))
        + time(random);
  }

  private static String range(RandomGenerator random) {
    return random.nextInt(4) == 0
        ? "(" + simple(random) + ")[4m:" + pick(random, List.of("", "45s", "30s")) + "]"
        : selector(random) + pick(random, List.of("[2m]", "[90s]", "[7m]", "[20s]")) + time(random);
  }

  /// Without a subquery: nested ones would have windows that begin where the inner is evaluated.
  private static String simple(RandomGenerator random) {
    String selected = selector(random);
    return switch (random.nextInt(4)) {
      case 0 -> selected + time(random);
      case 1 -> aggregate(random, selected);
      case 2 -> "rate(" + counters(random) + ")";
      default -> selected + arithmetic(random) + "3";
    };
  }

  private static String aggregate(RandomGenerator random, String inner) {
    String grouping =
        pick(random, List.of("", " by (shop) ", " without (kind) ", " by (kind, le) "));
    return switch (random.nextInt(8)) {
      case 0 -> "quantile" + grouping + "(0." + random.nextInt(10) + ", " + inner + ")";
      case 1 -> "count_values" + grouping + "(\"value\", round(" + inner + "))";
      default -> {
        String operator = pick(random, AGGREGATES);
        yield operator + grouping + "(" + (spreads(operator) ? finite(inner) : inner) + ")";
      }
    };
  }

  private static boolean spreads(String operator) {
    return operator.equals("stddev") || operator.equals("stdvar");
  }

  /// To version 2 a single value has no spread even when it is no number.
  private static String finite(String inner) {
    return "(" + inner + ") < Inf > -Inf";
  }

  private static String scalar(RandomGenerator random, int depth) {
    return switch (random.nextInt(5)) {
      case 0 -> "time()";
      case 1 -> "scalar(" + vector(random, Math.max(0, depth - 2)) + ")";
      case 2 -> "(2 + 3 * 4)";
      default -> String.valueOf(1 + random.nextInt(20));
    };
  }

  private static String arithmetic(RandomGenerator random) {
    return pick(random, List.of(" + ", " - ", " * ", " / ", " ^ ", " > ", " == bool "));
  }

  private static String comparison(RandomGenerator random) {
    return pick(random, List.of(" > ", " < ", " != ", " >= bool ", " + "));
  }

  private static String clamp(RandomGenerator random, String below, int depth) {
    return switch (random.nextInt(3)) {
      case 0 -> "clamp_max(" + below + ", " + scalar(random, depth) + ")";
      case 1 -> "clamp_min(" + below + ", " + scalar(random, depth) + ")";
      default -> "clamp(" + below + ", 3, 50)";
    };
  }

  private static String sets(RandomGenerator random) {
    return pick(
        random,
        List.of(" and ", " or ", " unless ", " and on (shop) ", " unless ignoring (kind) "));
  }

  private static String histogram(RandomGenerator random) {
    String buckets = pick(random, List.of("wait_bucket", "rate(wait_bucket[2m])"));
    String by = pick(random, List.of("sum by (le) (%s)", "sum by (le, shop) (%s)", "%s"));
    return "histogram_quantile(0.%d, %s)".formatted(random.nextInt(100), by.formatted(buckets));
  }

  private static String parameterized(RandomGenerator random, int depth) {
    return switch (random.nextInt(3)) {
      case 0 -> "quantile_over_time(0.%d, %s[3m])".formatted(random.nextInt(10), selector(random));
      case 1 -> "predict_linear(%s[3m], 60)".formatted(selector(random));
      default ->
          "label_replace(%s, \"copy\", \"s$1\", \"shop\", \"(.*)\")"
              .formatted(vector(random, depth - 1));
    };
  }

  private static String joined(RandomGenerator random, String left, String right) {
    String operator = pick(random, List.of(" + ", " / ", " > ", " == bool ", " - ", " * "));
    return switch (random.nextInt(3)) {
      case 0 -> "sum by (shop) (%s)%smax by (shop) (%s)".formatted(left, operator, right);
      case 1 -> "(%s)%son (shop) group_left () min by (shop) (%s)".formatted(left, operator, right);
      default -> "(%s)%signoring (kind) (%s)".formatted(left, operator, right);
    };
  }

  private static String pick(RandomGenerator random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
