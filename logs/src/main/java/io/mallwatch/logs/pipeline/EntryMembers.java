package io.mallwatch.logs.pipeline;

import io.mallwatch.logs.ingest.SentShape;
import io.mallwatch.model.LogEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An entry as the named values that pipelines work on: the object that was sent, else the entry's
/// own fields, `@timestamp` in front, then what its data holds, side by side with them.
final class EntryMembers {

  private EntryMembers() {}

  static Map<String, @Nullable Object> of(LogEntry entry) {
    if (entry.shape() != null) {
      return new LinkedHashMap<>(SentShape.document(entry));
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("@timestamp", entry.timestamp().toString());
    members.put("level", entry.level().text());
    members.put("service", entry.service());
    members.put("message", entry.message());
    put(members, "category", entry.category());
    put(members, "action", entry.action());
    put(members, "requestId", entry.requestId());
    put(members, "userId", entry.userId());
    put(members, "traceId", entry.traceId());
    put(members, "spanId", entry.spanId());
    put(members, "durationMillis", entry.durationMillis());
    LogEntry.LogError error = entry.error();
    if (error != null) {
      Map<String, Object> inner = new LinkedHashMap<>();
      inner.put("name", error.name());
      inner.put("message", error.message());
      if (error.stack() != null) {
        inner.put("stack", error.stack());
      }
      members.put("error", inner);
    }
    if (!entry.tags().isEmpty()) {
      members.put("tags", entry.tags());
    }
    entry.data().forEach(members::putIfAbsent);
    return members;
  }

  private static void put(
      Map<String, @Nullable Object> members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
  }
}
