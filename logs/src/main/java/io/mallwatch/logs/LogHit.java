package io.mallwatch.logs;

import io.mallwatch.model.LogEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An entry that was found.
///
/// @param id stable; unique in its index
/// @param index name of the index it belongs to, such as `zhongdao-mall-logs-2026.11.02`
/// @param entry the entry
/// @param cursor opaque; a query with it as `after` goes on behind this hit
/// @param sort its value of each key of the query's [LogQuery.Sorting]: a [Long] of `timestamp`, a
///   [Double], a [String], or null where it has none
public record LogHit(
    String id, String index, LogEntry entry, String cursor, List<@Nullable Object> sort) {

  public LogHit {
    sort = sort.isEmpty() ? List.of() : Collections.unmodifiableList(new ArrayList<>(sort));
  }

  /// Of a query that has no keys.
  public LogHit(String id, String index, LogEntry entry, String cursor) {
    this(id, index, entry, cursor, List.of());
  }
}
