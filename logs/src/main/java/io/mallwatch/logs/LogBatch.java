package io.mallwatch.logs;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.LogEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entries for one index.
///
/// @param index name it is sent to, such as `zhongdao-mall-logs-2026.11.02`
/// @param ids what the sender calls each entry, null where the store shall make an id; empty when
///   none has one
public record LogBatch(String index, List<LogEntry> entries, List<@Nullable String> ids) {

  /// Longest id, in characters.
  public static final int MAX_ID = 512;

  public LogBatch {
    entries = List.copyOf(entries);
    ids = Collections.unmodifiableList(new ArrayList<>(ids));
    if (!ids.isEmpty() && ids.size() != entries.size()) {
      throw new IllegalArgumentException(
          "%d ids for %d entries".formatted(ids.size(), entries.size()));
    }
    for (String id : ids) {
      if (id != null && (id.isEmpty() || id.length() > MAX_ID)) {
        throw new BadQueryException("an id has 1 to %d characters".formatted(MAX_ID));
      }
    }
  }

  /// Entries without ids of their own.
  public LogBatch(String index, List<LogEntry> entries) {
    this(index, entries, List.of());
  }

  /// Id of the i-th entry, or null.
  public @Nullable String id(int i) {
    return ids.isEmpty() ? null : ids.get(i);
  }
}
