package io.mallwatch.logs.ingest;

import io.mallwatch.model.LogEntry;
import java.util.List;

/// Adds something to entries that are otherwise ready to be stored; the last thing that happens to
/// them. Thread-safe.
@FunctionalInterface
public interface EntryMark {

  /// The same entries in the same order, each with its mark.
  List<LogEntry> mark(List<LogEntry> entries);
}
