package io.mallwatch.logs.ingest;

import io.mallwatch.logs.LogStore;
import io.mallwatch.model.LogEntry;
import java.util.List;

/// Is told of entries that were stored, in the call that stored them. Must be quick and must not
/// throw. Thread-safe.
@FunctionalInterface
public interface EntryListener {

  /// @param outcomes what became of each entry, in order
  void stored(String index, List<LogEntry> entries, List<LogStore.Appended> outcomes);
}
