package io.mallwatch.doors.api;

import io.mallwatch.logs.LogCounts;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.LogEntry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The fields that some entries have.
///
/// @param sampled entries that were looked at
/// @param fields commonest first, ties by name
record LogFieldList(int sampled, List<Field> fields) {

  /// Entries that are looked at.
  static final int SAMPLE = 1_000;

  private static final int TOP = 5;
  private static final int MAX_VALUES = 1_000;

  private static final List<String> OWN =
      List.of(
          "level",
          "service",
          "message",
          "category",
          "action",
          "requestId",
          "userId",
          "traceId",
          "spanId",
          "durationMillis",
          "error.name",
          "error.message",
          "error.stack",
          "tags");

  /// @param type `text`, `keyword`, `number`, `boolean`, or `mixed`
  /// @param entries that have it, of those looked at
  /// @param top its commonest values; none of text
  record Field(String name, String type, int entries, double percent, List<LogCounts.Value> top) {}

  private static final class Seen {
    private final Set<String> types = new HashSet<>();
    private final Map<String, Long> values = new HashMap<>();
    private int entries;

    void type(String type) {
      types.add(type);
    }

    void value(String value) {
      if (values.size() < MAX_VALUES || values.containsKey(value)) {
        values.merge(value, 1L, Long::sum);
      }
    }
  }

  static LogFieldList of(List<LogHit> hits) {
    Map<String, Seen> seen = new TreeMap<>();
    for (LogHit hit : hits) {
      look(hit.entry(), seen);
    }
    List<Field> fields =
        seen.entrySet().stream()
            .map(entry -> field(entry.getKey(), entry.getValue(), hits.size()))
            .sorted(Comparator.comparingInt(Field::entries).reversed())
            .toList();
    return new LogFieldList(hits.size(), fields);
  }

  private static void look(LogEntry entry, Map<String, Seen> seen) {
    for (String name : OWN) {
      List<String> values = LogFields.values(entry, name);
      if (!values.isEmpty()) {
        Seen field = seen.computeIfAbsent(name, _ -> new Seen());
        field.entries++;
        switch (LogFields.kind(name)) {
          case TEXT -> field.type("text");
          case NUMBER -> field.type("number");
          case KEYWORD, DATA -> field.type("keyword");
        }
        if (LogFields.kind(name) != LogFields.Kind.TEXT) {
          new HashSet<>(values).forEach(field::value);
        }
      }
    }
    Set<String> counted = new HashSet<>();
    LogFields.leaves(
        entry.data(),
        (path, leaf) -> {
          Seen field = seen.computeIfAbsent("data." + path, _ -> new Seen());
          if (counted.add(path)) {
            field.entries++;
          }
          field.type(
              switch (leaf) {
                case Number _ -> "number";
                case Boolean _ -> "boolean";
                default -> "keyword";
              });
          String text = LogFields.text(leaf);
          if (counted.add(path + '\0' + text)) {
            field.value(text);
          }
        });
  }

  private static Field field(String name, Seen seen, int sampled) {
    List<LogCounts.Value> top =
        seen.values.entrySet().stream()
            .map(entry -> new LogCounts.Value(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingLong(LogCounts.Value::count)
                    .reversed()
                    .thenComparing(LogCounts.Value::value))
            .limit(TOP)
            .toList();
    String type = seen.types.size() == 1 ? seen.types.iterator().next() : "mixed";
    double percent = Math.round(1000.0 * seen.entries / Math.max(1, sampled)) / 10.0;
    return new Field(name, type, seen.entries, percent, top);
  }
}
