package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The metric families of a target, and which of its comment lines were read already. Not
/// thread-safe.
final class Families {

  /// Past this the lines are forgotten and read anew.
  private static final int MAX_LINES = 200_000;

  /// Families past this are not remembered.
  private static final int MAX_FAMILIES = 50_000;

  /// A comment line that was understood.
  ///
  /// @param second the other half of its hash
  /// @param text what it says: type, help or unit
  record CommentLine(long second, Kind kind, Family family, String text) {}

  /// What a comment line is about.
  enum Kind {
    TYPE,
    HELP,
    UNIT
  }

  private final Map<Long, CommentLine> lines = new HashMap<>();
  private final Map<String, Family> byName = new LinkedHashMap<>();

  /// The family of that name, made when it is new.
  Family family(String name) {
    Family known = byName.get(name);
    if (known != null) {
      return known;
    }
    if (byName.size() >= MAX_FAMILIES) {
      byName.clear();
      lines.clear();
    }
    Family fresh = new Family(name);
    byName.put(name, fresh);
    return fresh;
  }

  /// Does what a line says that came before, if it did; the family that it is about, or null.
  @org.jspecify.annotations.Nullable
  CommentLine known(long first, long second) {
    CommentLine line = lines.get(first);
    if (line == null || line.second() != second) {
      return null;
    }
    apply(line);
    return line;
  }

  CommentLine learn(long first, CommentLine line) {
    if (lines.size() >= MAX_LINES) {
      lines.clear();
    }
    lines.put(first, line);
    apply(line);
    return line;
  }

  private static void apply(CommentLine line) {
    switch (line.kind()) {
      case TYPE -> line.family().type(line.text());
      case HELP -> line.family().help(line.text());
      case UNIT -> line.family().unit(line.text());
    }
  }

  /// Tells `batch` what has changed since the last page that was stored.
  void tell(MetricBatch batch) {
    for (Family family : byName.values()) {
      if (family.hasChanged()) {
        batch.add(family.metadata());
      }
    }
  }

  /// What was told is stored.
  void told() {
    byName.values().forEach(Family::told);
  }

  List<MetricMetadata> all() {
    List<MetricMetadata> all = new ArrayList<>(byName.size());
    byName.values().forEach(family -> all.add(family.metadata()));
    return all;
  }
}
