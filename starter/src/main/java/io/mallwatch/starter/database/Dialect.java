package io.mallwatch.starter.database;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What each database is asked about its locks and tables. The queries are parameterless or take
/// the table's name as their one parameter.
///
/// @param system the name in OpenTelemetry's conventions
/// @param lockWaits counts the waiting transactions; null if the database cannot tell
/// @param tableSize asks for one table's bytes and rows; null if the database cannot tell
/// @param tableReads asks how many rows of one table were ever read through an index, and how many
///   in all; null if the database cannot tell
record Dialect(
    String system,
    @Nullable String lockWaits,
    @Nullable String tableSize,
    @Nullable String tableReads) {
  private static final String MYSQL_TABLES =
      "SELECT data_length + index_length, table_rows FROM information_schema.tables"
          + " WHERE table_schema = DATABASE() AND table_name = ?";

  /// Counted where the server has `userstat=1`.
  private static final String MARIADB_READS =
      "SELECT COALESCE((SELECT SUM(i.rows_read) FROM information_schema.index_statistics i"
          + " WHERE i.table_schema = DATABASE() AND i.table_name = asked.name), 0),"
          + " COALESCE((SELECT SUM(t.rows_read) FROM information_schema.table_statistics t"
          + " WHERE t.table_schema = DATABASE() AND t.table_name = asked.name), 0)"
          + " FROM (SELECT ? AS name) asked";

  private static final String MYSQL_READS =
      "SELECT COALESCE(SUM(IF(index_name IS NULL, 0, count_fetch)), 0),"
          + " COALESCE(SUM(count_fetch), 0)"
          + " FROM performance_schema.table_io_waits_summary_by_index_usage"
          + " WHERE object_schema = DATABASE() AND object_name = ?";

  static Dialect of(String jdbcUrl) {
    String url = jdbcUrl.toLowerCase(Locale.ROOT);
    if (url.startsWith("jdbc:mariadb:")) {
      return new Dialect(
          "mariadb",
          "SELECT COUNT(*) FROM information_schema.innodb_lock_waits",
          MYSQL_TABLES,
          MARIADB_READS);
    }
    if (url.startsWith("jdbc:mysql:")) {
      return new Dialect(
          "mysql",
          "SELECT COUNT(*) FROM performance_schema.data_lock_waits",
          MYSQL_TABLES,
          MYSQL_READS);
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return new Dialect(
          "postgresql",
          "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
          "SELECT pg_total_relation_size(relid), n_live_tup FROM pg_stat_user_tables"
              + " WHERE relname = ?",
          "SELECT COALESCE(idx_tup_fetch, 0), COALESCE(idx_tup_fetch, 0) + seq_tup_read"
              + " FROM pg_stat_user_tables WHERE relname = ?");
    }
    if (url.startsWith("jdbc:h2:")) {
      return new Dialect(
          "h2database",
          "SELECT COUNT(*) FROM information_schema.sessions WHERE blocker_id IS NOT NULL",
          "SELECT DISK_SPACE_USED(table_name), row_count_estimate FROM information_schema.tables"
              + " WHERE LOWER(table_name) = ?",
          null);
    }
    return new Dialect("other_sql", null, null, null);
  }
}
