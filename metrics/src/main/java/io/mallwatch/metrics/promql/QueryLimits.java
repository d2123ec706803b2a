package io.mallwatch.metrics.promql;

import java.time.Duration;

/// What one query and all of them may use.
///
/// @param maxSamples samples that a query may hold at once, read and computed
/// @param maxSeries series that a query may read
/// @param maxPoints steps of a range query or subquery
/// @param maxResultSeries series that an answer may have
/// @param maxBytes memory for the samples of all queries that run at once; each may use its share
/// @param timeout how long a query may take even if its caller would wait longer
/// @param interactiveThreads queries of people that run at once
/// @param ruleThreads queries of rules that run at once; never taken by people
/// @param maxWaiting queries of each kind that may wait for a thread; more are refused
public record QueryLimits(
    long maxSamples,
    int maxSeries,
    int maxPoints,
    int maxResultSeries,
    long maxBytes,
    Duration timeout,
    int interactiveThreads,
    int ruleThreads,
    int maxWaiting) {

  /// As Prometheus has them, with threads for a small machine and a quarter of the heap.
  public static final QueryLimits DEFAULT = new QueryLimits(50_000_000, 500_000, 11_000, 4, 2, 100);

  /// With the defaults for all else.
  public QueryLimits(
      long maxSamples,
      int maxSeries,
      int maxPoints,
      int interactiveThreads,
      int ruleThreads,
      int maxWaiting) {
    this(
        maxSamples,
        maxSeries,
        maxPoints,
        100_000,
        Runtime.getRuntime().maxMemory() / 4,
        Duration.ofMinutes(2),
        interactiveThreads,
        ruleThreads,
        maxWaiting);
  }

  public QueryLimits {
    if (maxSamples < 1 || maxSeries < 1 || maxPoints < 1 || maxWaiting < 1) {
      throw new IllegalArgumentException("a query limit is below 1");
    }
    if (maxResultSeries < 1 || maxBytes < 1 || !timeout.isPositive()) {
      throw new IllegalArgumentException("a query limit is below 1");
    }
    if (interactiveThreads < 1 || ruleThreads < 1) {
      throw new IllegalArgumentException("queries need at least one thread of each kind");
    }
  }

  /// The same with another bound of answers.
  public QueryLimits withMaxResultSeries(int series) {
    return new QueryLimits(
        maxSamples,
        maxSeries,
        maxPoints,
        series,
        maxBytes,
        timeout,
        interactiveThreads,
        ruleThreads,
        maxWaiting);
  }

  /// The same with other memory.
  public QueryLimits withMaxBytes(long bytes) {
    return new QueryLimits(
        maxSamples,
        maxSeries,
        maxPoints,
        maxResultSeries,
        bytes,
        timeout,
        interactiveThreads,
        ruleThreads,
        maxWaiting);
  }

  /// The same with another timeout.
  public QueryLimits withTimeout(Duration longest) {
    return new QueryLimits(
        maxSamples,
        maxSeries,
        maxPoints,
        maxResultSeries,
        maxBytes,
        longest,
        interactiveThreads,
        ruleThreads,
        maxWaiting);
  }
}
