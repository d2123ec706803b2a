package io.mallwatch.logs;

import io.mallwatch.model.LogEntry;
import java.util.List;

/// Entries for one index.
///
/// @param index name it is sent to, such as `zhongdao-mall-logs-2026.11.02`
public record LogBatch(String index, List<LogEntry> entries) {
  public LogBatch {
    entries = List.copyOf(entries);
  }
}
