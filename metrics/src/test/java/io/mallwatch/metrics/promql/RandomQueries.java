package io.mallwatch.metrics.promql;

import io.mallwatch.testkit.Gen;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random queries that pass the type check, about metrics `a_total`, `b` and `h_bucket` with labels
/// `x`, `y` and `le`.
public final class RandomQueries {

  private static final List<String> RANGE_FUNCTIONS =
      List.of(
          "rate",
          "increase",
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
          "first_over_time",
          "stddev_over_time",
          "present_over_time",
          "absent_over_time",
          "mad_over_time",
          "ts_of_max_over_time");
  private static final List<String> INSTANT_FUNCTIONS =
      List.of(
          "abs",
          "ceil",
          "floor",
          "exp",
          "sqrt",
          "ln",
          "sgn",
          "hour",
          "timestamp",
          "absent",
          "atan",
          "sinh",
          "round");
  private static final List<String> AGGREGATES =
      List.of("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar");

  private RandomQueries() {}

  /// Expressions that yield an instant vector.
  public static Gen<String> vectors() {
    return random -> vector(random, 3);
  }

  private static String vector(RandomGenerator random, int depth) {
    if (depth == 0 || random.nextInt(6) == 0) {
      return selector(random) + time(random);
    }
    return switch (random.nextInt(11)) {
      case 0 -> pick(random, RANGE_FUNCTIONS) + "(" + range(random, depth) + ")";
      case 1 -> pick(random, INSTANT_FUNCTIONS) + "(" + vector(random, depth - 1) + ")";
      case 2, 3 -> aggregate(random, depth);
      case 4 -> "-" + vector(random, 0);
      case 5 -> "(" + vector(random, depth - 1) + ")";
      case 6 -> "(" + vector(random, depth - 1) + ")" + arithmetic(random) + scalar(random, depth);
      case 7 -> scalar(random, depth) + comparison(random) + "(" + vector(random, depth - 1) + ")";
      case 8 -> "clamp_max(" + vector(random, depth - 1) + ", " + scalar(random, depth) + ")";
      case 9 -> sets(random, depth);
      default -> joined(random, depth);
    };
  }

  private static String selector(RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0 -> "b";
      case 1 -> "a_total{x=\"1\"}";
      case 2 -> "{__name__=~\"a_total|b\", y!=\"1\"}";
      case 3 -> "h_bucket";
      default -> "a_total";
    };
  }

  private static String time(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> " offset 1m";
      case 1 -> " @ 300";
      case 2 -> " offset -90s";
      case 3 -> " @ 420 offset 30s";
      default -> "";
    };
  }

  private static String range(RandomGenerator random, int depth) {
    return random.nextInt(4) == 0
        ? "(" + vector(random, depth - 1) + ")[4m:" + (random.nextBoolean() ? "45s" : "") + "]"
        : selector(random) + pick(random, List.of("[2m]", "[90s]", "[7m]", "[1s]")) + time(random);
  }

  private static String aggregate(RandomGenerator random, int depth) {
    String grouping = pick(random, List.of("", " by (x) ", " without (y) ", " by (x, le) "));
    String inner = vector(random, depth - 1);
    return switch (random.nextInt(5)) {
      case 0 -> "quantile" + grouping + "(0.3, " + inner + ")";
      case 1 -> "count_values" + grouping + "(\"v\", " + inner + ")";
      default -> pick(random, AGGREGATES) + grouping + "(" + inner + ")";
    };
  }

  private static String scalar(RandomGenerator random, int depth) {
    return switch (random.nextInt(5)) {
      case 0 -> "time()";
      case 1 -> "scalar(" + vector(random, Math.max(0, depth - 2)) + ")";
      case 2 -> "(2 + 3 * 4)";
      default -> String.valueOf(random.nextInt(20));
    };
  }

  private static String arithmetic(RandomGenerator random) {
    return pick(random, List.of(" + ", " - ", " * ", " / ", " % ", " ^ ", " > ", " == bool "));
  }

  private static String comparison(RandomGenerator random) {
    return pick(random, List.of(" > ", " < ", " != ", " >= bool ", " + "));
  }

  private static String sets(RandomGenerator random, int depth) {
    String operator =
        pick(random, List.of(" and ", " or ", " unless ", " and on (x) ", " or ignoring (y) "));
    return "(" + vector(random, depth - 1) + ")" + operator + vector(random, depth - 1);
  }

  private static String joined(RandomGenerator random, int depth) {
    String operator =
        pick(
            random, List.of(" + ", " / ", " > ", " == bool ", " - fill (0) ", " * fill_left (1) "));
    return "sum by (x) ("
        + vector(random, depth - 1)
        + ")"
        + operator
        + "max by (x) ("
        + vector(random, depth - 1)
        + ")";
  }

  private static String pick(RandomGenerator random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
