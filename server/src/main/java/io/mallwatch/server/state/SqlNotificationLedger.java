package io.mallwatch.server.state;

import io.mallwatch.alerts.notify.LedgerEntry;
import io.mallwatch.alerts.notify.NotificationLedger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Every notification, in the state file a moment after it happens. The oldest beyond [#MOST] are
/// forgotten.
public final class SqlNotificationLedger implements NotificationLedger, AutoCloseable {

  /// Most entries kept.
  static final int MOST = 200_000;

  private static final int PURGE_EVERY = 1_000;

  private final StateDatabase database;
  private final AtomicLong last;
  private final WriteBehind<Long, LedgerEntry> behind;

  public SqlNotificationLedger(StateDatabase database) {
    this.database = database;
    this.last =
        new AtomicLong(
            database.with(handle ->
                handle
                    .createQuery("SELECT COALESCE(MAX(id), 0) FROM notification")
                    .mapTo(Long.class)
                    .one()));
    this.behind = new WriteBehind<>("ledger", this::write);
  }

  @Override
  public LedgerEntry append(LedgerEntry entry) {
    LedgerEntry written = entry.withId(last.incrementAndGet());
    behind.put(written.id(), written);
    return written;
  }

  @Override
  public void update(LedgerEntry entry) {
    behind.put(entry.id(), entry);
  }

  private void write(Collection<LedgerEntry> batch) {
    database.with(handle -> {
      PreparedBatch rows =
          handle.prepareBatch(
              """
              INSERT OR REPLACE INTO notification (id, at, channel, receiver, target, state, attempts,
                error, receipt, group_key, alert_names, fingerprints, status, title)
              VALUES (:id, :at, :channel, :receiver, :target, :state, :attempts,
                :error, :receipt, :groupKey, :alertNames, :fingerprints, :status, :title)
              """);
      boolean purge = false;
      for (LedgerEntry entry : batch) {
        bind(rows, entry);
        purge |= entry.id() % PURGE_EVERY == 0;
      }
      int[] written = rows.execute();
      if (purge) {
        handle
            .createUpdate("DELETE FROM notification WHERE id <= :oldest")
            .bind("oldest", last.get() - MOST)
            .execute();
      }
      return written;
    });
  }

  private static void bind(PreparedBatch rows, LedgerEntry entry) {
    rows.bind("id", entry.id())
        .bind("at", entry.at().toEpochMilli())
        .bind("channel", entry.channel())
        .bind("receiver", entry.receiver())
        .bind("target", entry.target())
        .bind("state", entry.state().text())
        .bind("attempts", entry.attempts())
        .bind("error", entry.error())
        .bind("receipt", entry.receipt())
        .bind("groupKey", entry.groupKey())
        .bind("alertNames", Json.list(entry.alertNames()))
        .bind("fingerprints", Json.list(entry.fingerprints()))
        .bind("status", entry.status())
        .bind("title", entry.title())
        .add();
  }

  @Override
  public List<LedgerEntry> find(Query wanted) {
    behind.flush();
    return database.with(handle -> {
      StringBuilder sql = new StringBuilder("SELECT * FROM notification WHERE 1 = 1");
      if (!wanted.fingerprint().isEmpty()) {
        sql.append(" AND fingerprints LIKE :fingerprint");
      }
      if (!wanted.groupKeys().isEmpty()) {
        sql.append(" AND group_key IN (<groupKeys>)");
      }
      org.jdbi.v3.core.statement.Query query =
          handle.createQuery(sql.append(" ORDER BY id DESC LIMIT :limit").toString());
      if (!wanted.fingerprint().isEmpty()) {
        query.bind("fingerprint", "%\"" + wanted.fingerprint() + "\"%");
      }
      if (!wanted.groupKeys().isEmpty()) {
        query.bindList("groupKeys", wanted.groupKeys());
      }
      return query.bind("limit", wanted.limit()).map((row, _) -> entry(row)).list();
    });
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    return new LedgerEntry(
        row.getLong("id"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("channel"),
        row.getString("receiver"),
        row.getString("target"),
        LedgerEntry.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("attempts"),
        row.getString("error"),
        row.getString("receipt"),
        row.getString("group_key"),
        Json.readList(row.getString("alert_names")),
        Json.readList(row.getString("fingerprints")),
        row.getString("status"),
        row.getString("title"));
  }

  @Override
  public void close() {
    behind.close();
  }
}
