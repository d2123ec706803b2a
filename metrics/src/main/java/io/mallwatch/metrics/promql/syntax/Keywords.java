package io.mallwatch.metrics.promql.syntax;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The reserved words, in lower case, and where they may still be used as names.
final class Keywords {

  private static final Map<String, AggregateOperator> AGGREGATES =
      Arrays.stream(AggregateOperator.values())
          .collect(Collectors.toMap(AggregateOperator::symbol, Function.identity()));

  private static final Map<String, BinaryOperator> OPERATORS =
      Arrays.stream(BinaryOperator.values())
          .collect(Collectors.toMap(BinaryOperator::symbol, Function.identity()));

  private static final Set<String> OTHERS =
      Set.of(
          "and",
          "or",
          "unless",
          "atan2",
          "offset",
          "smoothed",
          "anchored",
          "by",
          "without",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "fill",
          "fill_left",
          "fill_right",
          "bool",
          "start",
          "end",
          "step",
          "range",
          "max_of",
          "min_of");

  private static final Set<String> NEVER_METRIC =
      Set.of("on", "ignoring", "bool", "group_left", "group_right", "atan2");

  private static final Set<String> NEVER_LABEL = Set.of("without");

  private static final Set<String> CALLABLE =
      Set.of("start", "end", "step", "range", "max_of", "min_of");

  private Keywords() {}

  static boolean isKeyword(String word) {
    return OTHERS.contains(word) || AGGREGATES.containsKey(word);
  }

  static Optional<AggregateOperator> aggregate(String word) {
    return Optional.ofNullable(AGGREGATES.get(word));
  }

  static Optional<BinaryOperator> operator(String word) {
    return Optional.ofNullable(OPERATORS.get(word));
  }

  /// Whether a metric may have this name though it is a keyword.
  static boolean mayNameMetric(String word) {
    return !NEVER_METRIC.contains(word);
  }

  /// Whether a label in a grouping may have this name though it is a keyword.
  static boolean mayNameLabel(String word) {
    return !NEVER_LABEL.contains(word);
  }

  /// Whether it is also the name of a function.
  static boolean isCallable(String word) {
    return CALLABLE.contains(word);
  }
}
