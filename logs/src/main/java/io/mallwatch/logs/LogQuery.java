package io.mallwatch.logs;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A search.
///
/// @param indexPattern which index names to look in, with `*`; `*` for all
/// @param range of the entries' timestamps
/// @param filter which entries
/// @param sorting by what else; before the timestamp
/// @param order by timestamp; ties by arrival
/// @param offset how many of the first hits to leave out; with `limit` at most 10,000
/// @param limit most hits returned; 0 only counts
/// @param after continue after the hit with this cursor ([LogHit#cursor()]), or null; one of a
///   query with the same `sorting`
/// @param countUpTo stop counting hits there; the answer says whether the count is exact
/// @param deadline when the search must have ended
public record LogQuery(
    String indexPattern,
    TimeRange range,
    LogFilter filter,
    Sorting sorting,
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

  /// What decides the order before the timestamp.
  ///
  /// @param keys the most important first; none to sort by the timestamp alone
  /// @param after continue after the hits with these values ([LogHit#sort()]), one a key, null for
  ///   none; hits that have the very same are left out. Empty for the first page, and with a cursor
  public record Sorting(List<LogSort> keys, List<@Nullable Object> after) {

    /// By the timestamp alone.
    public static final Sorting BY_TIME = new Sorting(List.of(), List.of());

    /// Most keys.
    public static final int MAX_KEYS = 8;

    public Sorting {
      keys = List.copyOf(keys);
      after = Collections.unmodifiableList(new ArrayList<>(after));
      if (keys.size() > MAX_KEYS) {
        throw new io.mallwatch.model.BadQueryException(
            "at most %d fields to sort by".formatted(MAX_KEYS));
      }
      if (!after.isEmpty() && after.size() != keys.size()) {
        throw new io.mallwatch.model.BadQueryException(
            "search_after has %d value(s) but sort has %d.".formatted(after.size(), keys.size()));
      }
    }

    /// From the first page on.
    public static Sorting by(List<LogSort> keys) {
      return new Sorting(keys, List.of());
    }
  }

  public LogQuery {
    if (offset < 0 || limit < 0 || offset + limit > MAX_WINDOW) {
      throw new io.mallwatch.model.BadQueryException(
          "offset + limit is %d; at most %d, page on with a cursor"
              .formatted((long) offset + limit, MAX_WINDOW));
    }
  }

  /// By timestamp alone.
  public LogQuery(
      String indexPattern,
      TimeRange range,
      LogFilter filter,
      Order order,
      int offset,
      int limit,
      @Nullable String after,
      int countUpTo,
      Deadline deadline) {
    this(
        indexPattern,
        range,
        filter,
        Sorting.BY_TIME,
        order,
        offset,
        limit,
        after,
        countUpTo,
        deadline);
  }

  /// The newest `limit` entries of any index, counting up to 10,000.
  public static LogQuery newest(TimeRange range, LogFilter filter, int limit, Deadline deadline) {
    return new LogQuery(
        "*", range, filter, Order.NEWEST_FIRST, 0, limit, null, MAX_WINDOW, deadline);
  }
}
