package io.mallwatch.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The queries that are being answered, for people who look for the one that takes the machine.
/// Thread-safe.
public interface RunningQueries {

  /// Oldest first.
  List<Running> running();

  /// Stops a query; its caller is told that it was cancelled.
  ///
  /// @return false when it is not running (any more)
  boolean cancel(long id);

  /// The last ones that took long, newest first; at most 100, forgotten at a restart.
  List<Slow> slowQueries();

  /// A query that took long.
  ///
  /// @param query its text
  /// @param since when it was asked
  /// @param took until its answer or end, waiting included
  /// @param samples read from the store
  /// @param origin who asked, see [QueryOptions#origin()]
  record Slow(
      String query,
      Instant since,
      Duration took,
      long samples,
      String origin,
      QueryOptions.Priority priority) {}

  /// @param query its text
  /// @param since when it was asked
  /// @param samples read so far; 0 where the engine does not say
  /// @param origin who asked, see [QueryOptions#origin()]
  record Running(
      long id,
      String query,
      Instant since,
      long samples,
      String origin,
      QueryOptions.Priority priority) {}
}
