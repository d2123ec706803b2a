package io.mallwatch.metrics.promql;

import java.time.Duration;
import java.util.Map;

/// What became of all queries since the start.
///
/// @param ended queries that were answered or failed
/// @param took wall time of all of them together, waiting included
/// @param slow how many were slow
/// @param refused how many had no answer though they could be understood, by reason
public record QueryTotals(long ended, Duration took, long slow, Map<Refusal, Long> refused) {
  public QueryTotals {
    refused = Map.copyOf(refused);
  }
}
