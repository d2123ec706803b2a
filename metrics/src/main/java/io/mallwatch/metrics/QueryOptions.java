package io.mallwatch.metrics;

import io.mallwatch.model.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a query may run.
///
/// @param deadline when it must have ended; checked while it runs
/// @param lookback how far back an instant selector looks, or null for the engine's default (5 min)
/// @param limit most series returned, 0 for no limit; more are cut with a warning
/// @param priority rules are admitted before dashboards
/// @param origin who asks, for the list of running queries, such as an address and a program; may
///   be empty
/// @param explain whether the answer says what each part of the query cost
public record QueryOptions(
    Deadline deadline,
    @Nullable Duration lookback,
    int limit,
    Priority priority,
    String origin,
    boolean explain) {

  /// Class of admission.
  public enum Priority {
    INTERACTIVE,
    RULE
  }

  public QueryOptions(
      Deadline deadline, @Nullable Duration lookback, int limit, Priority priority, String origin) {
    this(deadline, lookback, limit, priority, origin, false);
  }

  public QueryOptions(
      Deadline deadline, @Nullable Duration lookback, int limit, Priority priority) {
    this(deadline, lookback, limit, priority, "");
  }

  /// The same with [#explain()] set.
  public QueryOptions explained() {
    return new QueryOptions(deadline, lookback, limit, priority, origin, true);
  }

  public static QueryOptions interactive(Deadline deadline) {
    return new QueryOptions(deadline, null, 0, Priority.INTERACTIVE);
  }

  public static QueryOptions rule(Deadline deadline) {
    return new QueryOptions(deadline, null, 0, Priority.RULE);
  }
}
