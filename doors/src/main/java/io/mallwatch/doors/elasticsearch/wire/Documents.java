package io.mallwatch.doors.elasticsearch.wire;

import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.ingest.SentShape;
import io.mallwatch.model.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Log entries as documents: as their senders wrote them. Those that came in another way than as a
/// JSON object are told as the paper's LogEntry (R132 to R141), with `@timestamp` beside
/// `timestamp` for clients that know only that.
public final class Documents {

  private Documents() {}

  public static Map<String, Object> of(LogEntry entry) {
    if (entry.shape() != null) {
      return SentShape.document(entry);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("@timestamp", entry.timestamp().toString());
    document.put("timestamp", entry.timestamp().toString());
    document.put("level", entry.level().text());
    document.put("service", entry.service());
    document.put("message", entry.message());
    put(document, "category", entry.category());
    put(document, "action", entry.action());
    put(document, "requestId", entry.requestId());
    put(document, "userId", entry.userId());
    put(document, "traceId", entry.traceId());
    put(document, "spanId", entry.spanId());
    put(document, "duration", entry.durationMillis());
    LogEntry.LogError error = entry.error();
    if (error != null) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("name", error.name());
      fields.put("message", error.message());
      put(fields, "stack", error.stack());
      document.put("error", fields);
    }
    if (!entry.tags().isEmpty()) {
      document.put("tags", entry.tags());
    }
    if (!entry.data().isEmpty()) {
      document.put("data", entry.data());
    }
    return document;
  }

  private static void put(Map<String, Object> document, String name, @Nullable Object value) {
    if (value != null) {
      document.put(name, value);
    }
  }

  /// The leaves of a document by dotted path, each with its values.
  public static Map<String, List<Object>> leaves(Map<String, Object> document) {
    Map<String, List<Object>> leaves = new LinkedHashMap<>();
    document.forEach((name, value) -> leaves(name, value, leaves));
    return leaves;
  }

  private static void leaves(
      String path, @Nullable Object value, Map<String, List<Object>> leaves) {
    switch (value) {
      case null -> {}
      case Map<?, ?> map -> map.forEach((name, inner) -> leaves(path + "." + name, inner, leaves));
      case List<?> list -> list.forEach(inner -> leaves(path, inner, leaves));
      default -> leaves.computeIfAbsent(path, _ -> new ArrayList<>()).add(value);
    }
  }

  /// What of a document is returned.
  ///
  /// @param includes patterns with `*`; none for everything
  public record Selection(boolean wanted, List<String> includes, List<String> excludes) {

    public static final Selection ALL = new Selection(true, List.of(), List.of());

    /// From the member `_source`.
    public static Selection of(@Nullable Object value) {
      return switch (value) {
        case null -> ALL;
        case Boolean flag -> new Selection(flag, List.of(), List.of());
        case String text when text.equals("true") -> ALL;
        case String text when text.equals("false") -> new Selection(false, List.of(), List.of());
        case Map<?, ?> map ->
            new Selection(true, strings(map.get("includes")), strings(map.get("excludes")));
        case Object names -> new Selection(true, strings(names), List.of());
      };
    }

    private static List<String> strings(@Nullable Object value) {
      return Nodes.list(value).stream()
          .flatMap(name -> java.util.Arrays.stream(Nodes.text("_source", name).split(",")))
          .toList();
    }

    /// The wanted part of the hit's document.
    public Map<String, Object> cut(LogHit hit) {
      Map<String, Object> document = of(hit.entry());
      return includes.isEmpty() && excludes.isEmpty() ? document : cut("", document);
    }

    private static Map<String, Object> of(LogEntry entry) {
      return Documents.of(entry);
    }

    private Map<String, Object> cut(String path, Map<?, ?> from) {
      Map<String, Object> kept = new LinkedHashMap<>();
      from.forEach((name, value) -> {
        String full = path.isEmpty() ? String.valueOf(name) : path + "." + name;
        if (excludes.stream().anyMatch(pattern -> Names.covers(pattern, full))) {
          return;
        }
        boolean in =
            includes.isEmpty()
                || includes.stream().anyMatch(pattern -> Names.covers(pattern, full));
        if (value instanceof Map<?, ?> map && !in) {
          Map<String, Object> inner = cut(full, map);
          if (!inner.isEmpty()) {
            kept.put(String.valueOf(name), inner);
          }
        } else if (value instanceof Map<?, ?> map && !excludes.isEmpty()) {
          kept.put(String.valueOf(name), new Selection(true, List.of(), excludes).cut(full, map));
        } else if (in && value != null) {
          kept.put(String.valueOf(name), value);
        }
      });
      return kept;
    }
  }
}
