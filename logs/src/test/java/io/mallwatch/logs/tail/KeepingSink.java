package io.mallwatch.logs.tail;

import io.mallwatch.logs.ingest.Original;
import io.mallwatch.logs.ingest.Originals;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.StoreOverloadedException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps entries by id, as the store does; can be full.
final class KeepingSink implements LineSink {

  final Map<String, LogEntry> kept = new LinkedHashMap<>();
  final Map<String, Original> originals = new LinkedHashMap<>();
  final Set<String> pipelines = new LinkedHashSet<>();
  int refuseNext;
  int calls;
  int repeated;

  @Override
  public void accept(List<LogEntry> entries, List<String> ids, Originals originals) {
    calls++;
    if (refuseNext > 0) {
      refuseNext--;
      throw new StoreOverloadedException("full");
    }
    for (int i = 0; i < ids.size(); i++) {
      pipelines.add(String.valueOf(originals.pipeline(i)));
      this.originals.put(ids.get(i), originals.of(i));
      if (kept.putIfAbsent(ids.get(i), entries.get(i)) != null) {
        repeated++;
      }
    }
  }

  List<String> messages() {
    return kept.values().stream().map(LogEntry::message).toList();
  }
}
