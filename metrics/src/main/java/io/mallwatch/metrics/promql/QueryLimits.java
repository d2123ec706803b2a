package io.mallwatch.metrics.promql;

/// What one query and all of them may use.
///
/// @param maxSamples samples that a query may hold at once, read and computed; 16 bytes each
/// @param maxSeries series that a query may read
/// @param maxPoints steps of a range query or subquery
/// @param interactiveThreads queries of people that run at once
/// @param ruleThreads queries of rules that run at once; never taken by people
/// @param maxWaiting queries of each kind that may wait for a thread; more are refused
public record QueryLimits(
    long maxSamples,
    int maxSeries,
    int maxPoints,
    int interactiveThreads,
    int ruleThreads,
    int maxWaiting) {

  /// As Prometheus has them, with threads for a small machine.
  public static final QueryLimits DEFAULT = new QueryLimits(50_000_000, 500_000, 11_000, 4, 2, 100);

  public QueryLimits {
    if (maxSamples < 1 || maxSeries < 1 || maxPoints < 1 || maxWaiting < 1) {
      throw new IllegalArgumentException("a query limit is below 1");
    }
    if (interactiveThreads < 1 || ruleThreads < 1) {
      throw new IllegalArgumentException("queries need at least one thread of each kind");
    }
  }
}
