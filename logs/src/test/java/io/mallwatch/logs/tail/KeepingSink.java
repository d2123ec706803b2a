package io.mallwatch.logs.tail;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.StoreOverloadedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps entries by id, as the store does; can be full.
final class KeepingSink implements LineSink {

  final Map<String, LogEntry> kept = new LinkedHashMap<>();
  int refuseNext;
  int calls;
  int repeated;

  @Override
  public void accept(List<LogEntry> entries, List<String> ids) {
    calls++;
    if (refuseNext > 0) {
      refuseNext--;
      throw new StoreOverloadedException("full");
    }
    for (int i = 0; i < ids.size(); i++) {
      if (kept.putIfAbsent(ids.get(i), entries.get(i)) != null) {
        repeated++;
      }
    }
  }

  List<String> messages() {
    return kept.values().stream().map(LogEntry::message).toList();
  }
}
