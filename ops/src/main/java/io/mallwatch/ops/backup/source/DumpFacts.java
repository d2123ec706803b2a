package io.mallwatch.ops.backup.source;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a database dump holds, read from the dump itself.
///
/// @param server version of the server, as it says
/// @param tables by name
/// @param objects how many of each other kind: `view`, `trigger`, `routine`, `event`
/// @param complete whether its last line says that it ended in order
/// @param leaves whether it would change to another database when it is loaded
public record DumpFacts(
    String server,
    Map<String, Table> tables,
    Map<String, Integer> objects,
    boolean complete,
    boolean leaves) {

  public DumpFacts {
    tables = new TreeMap<>(tables);
    objects = new TreeMap<>(objects);
  }

  public Optional<Table> table(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  public long rows() {
    return tables.values().stream().mapToLong(Table::rows).sum();
  }

  /// @param rows how many
  /// @param content the same for the same rows in any order; 16 hex digits
  /// @param schema the same for the same definition; 16 hex digits
  public record Table(long rows, String content, String schema) {}
}
