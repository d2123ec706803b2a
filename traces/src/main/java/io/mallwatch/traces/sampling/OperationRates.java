package io.mallwatch.traces.sampling;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Counts the traces kept of each operation in each minute. Bounded: of a minute so many operations
/// have counts of their own, the others share one; the oldest minutes are forgotten. Not
/// thread-safe.
public final class OperationRates {

  static final int MAX_OPERATIONS = 1_000;
  static final int MAX_MINUTES = 60;

  private static final long OTHER = 0;
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final int limit;
  private final TreeMap<Long, Map<Long, Integer>> minutes = new TreeMap<>();

  /// @param limit most traces of an operation a minute
  public OperationRates(int limit) {
    this.limit = limit;
  }

  /// Takes one trace more, unless the minute in which it began has enough of its operation.
  ///
  /// @param operation hash of service and name
  /// @param startNanos since the epoch
  /// @return whether it was taken
  public boolean take(long operation, long startNanos) {
    if (limit == 0) {
      return false;
    }
    long minute = Math.floorDiv(startNanos, MINUTE_NANOS);
    Map<Long, Integer> counts = minutes.computeIfAbsent(minute, _ -> new HashMap<>());
    long key = counts.containsKey(operation) || counts.size() < MAX_OPERATIONS ? operation : OTHER;
    if (minutes.size() > MAX_MINUTES) {
      minutes.pollFirstEntry();
    }
    return counts.merge(key, 1, (had, one) -> Math.min(had + one, limit + 1)) <= limit;
  }
}
