package io.mallwatch.metrics.promql;

import java.time.Duration;

/// How the engine reads queries.
///
/// @param lookback how far back an instant selector looks for a sample
/// @param subqueryStep distance of the evaluations of a subquery that names none
/// @param delayedNameRemoval whether metric names stay until the query ends, so that `by
///   (__name__)` works on results of functions; Prometheus has it as a feature flag, off by default
/// @param limits what a query may use
/// @param slow how long a query takes at least to be logged and remembered as slow
public record EngineOptions(
    Duration lookback,
    Duration subqueryStep,
    boolean delayedNameRemoval,
    QueryLimits limits,
    Duration slow) {

  /// Slow from two seconds on.
  public EngineOptions(
      Duration lookback, Duration subqueryStep, boolean delayedNameRemoval, QueryLimits limits) {
    this(lookback, subqueryStep, delayedNameRemoval, limits, Duration.ofSeconds(2));
  }

  /// As Prometheus 3 has them.
  public static final EngineOptions DEFAULT =
      new EngineOptions(Duration.ofMinutes(5), Duration.ofMinutes(1), false, QueryLimits.DEFAULT);

  public EngineOptions {
    if (!lookback.isPositive() || !subqueryStep.isPositive()) {
      throw new IllegalArgumentException("lookback and subquery step must be positive");
    }
  }
}
