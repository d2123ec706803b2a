package io.mallwatch.logs;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import org.jspecify.annotations.Nullable;

/// A search.
///
/// @param indexPattern which index names to look in, with `*`; `*` for all
/// @param range of the entries' timestamps
/// @param filter which entries
/// @param order by timestamp; ties by arrival
/// @param offset how many of the first hits to leave out; with `limit` at most 10,000
/// @param limit most hits returned; 0 only counts
/// @param after continue after the hit with this cursor ([LogHit#cursor()]), or null
/// @param countUpTo stop counting hits there; the answer says whether the count is exact
/// @param deadline when the search must have ended
public record LogQuery(
    String indexPattern,
    TimeRange range,
    LogFilter filter,
    Order order,
    int offset,
    int limit,
    @Nullable String after,
    int countUpTo,
    Deadline deadline) {

  /// Most hits that can be paged through with `offset`.
  public static final int MAX_WINDOW = 10_000;

  /// Direction in time.
  public enum Order {
    NEWEST_FIRST,
    OLDEST_FIRST
  }

  public LogQuery {
    if (offset < 0 || limit < 0 || offset + limit > MAX_WINDOW) {
      throw new io.mallwatch.model.BadQueryException(
          "offset + limit is %d; at most %d, page on with a cursor"
              .formatted((long) offset + limit, MAX_WINDOW));
    }
  }

  /// The newest `limit` entries of any index, counting up to 10,000.
  public static LogQuery newest(TimeRange range, LogFilter filter, int limit, Deadline deadline) {
    return new LogQuery(
        "*", range, filter, Order.NEWEST_FIRST, 0, limit, null, MAX_WINDOW, deadline);
  }
}
