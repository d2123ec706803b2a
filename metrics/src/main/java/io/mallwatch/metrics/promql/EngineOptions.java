package io.mallwatch.metrics.promql;

import java.time.Duration;

/// How the engine reads queries.
///
/// @param lookback how far back an instant selector looks for a sample
/// @param subqueryStep distance of the evaluations of a subquery that names none
/// @param semantics what Prometheus has feature flags for
/// @param limits what a query may use
/// @param slow how long a query takes at least to be logged and remembered as slow
public record EngineOptions(
    Duration lookback,
    Duration subqueryStep,
    Semantics semantics,
    QueryLimits limits,
    Duration slow) {

  /// Slow from two seconds on.
  public EngineOptions(
      Duration lookback, Duration subqueryStep, Semantics semantics, QueryLimits limits) {
    this(lookback, subqueryStep, semantics, limits, Duration.ofSeconds(2));
  }

  /// As Prometheus 3 has them.
  public static final EngineOptions DEFAULT =
      new EngineOptions(
          Duration.ofMinutes(5), Duration.ofMinutes(1), Semantics.DEFAULT, QueryLimits.DEFAULT);

  public EngineOptions {
    if (!lookback.isPositive() || !subqueryStep.isPositive()) {
      throw new IllegalArgumentException("lookback and subquery step must be positive");
    }
  }
}
