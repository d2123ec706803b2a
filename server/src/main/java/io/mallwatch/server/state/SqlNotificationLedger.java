package io.mallwatch.server.state;

import io.mallwatch.alerts.notify.LedgerEntry;
import io.mallwatch.alerts.notify.NotificationLedger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.statement.Update;

/// Every notification, in the state file. The oldest beyond [#MOST] are forgotten.
public final class SqlNotificationLedger implements NotificationLedger {

  /// Most entries kept.
  static final int MOST = 200_000;

  private static final int PURGE_EVERY = 1_000;

  private final StateDatabase database;

  public SqlNotificationLedger(StateDatabase database) {
    this.database = database;
  }

  @Override
  public LedgerEntry append(LedgerEntry entry) {
    return database.with(handle -> {
      long id =
          handle
              .createQuery("SELECT COALESCE(MAX(id), 0) + 1 FROM notification")
              .mapTo(Long.class)
              .one();
      bind(
              handle.createUpdate(
                  """
                  INSERT INTO notification (id, at, channel, receiver, target, state, attempts, error,
                    receipt, group_key, alert_names, fingerprints, status, title)
                  VALUES (:id, :at, :channel, :receiver, :target, :state, :attempts, :error,
                    :receipt, :groupKey, :alertNames, :fingerprints, :status, :title)
                  """),
              entry.withId(id))
          .execute();
      if (id % PURGE_EVERY == 0) {
        handle
            .createUpdate("DELETE FROM notification WHERE id <= :oldest")
            .bind("oldest", id - MOST)
            .execute();
      }
      return entry.withId(id);
    });
  }

  @Override
  public void update(LedgerEntry entry) {
    database.with(handle ->
        bind(
                handle.createUpdate(
                    """
                    UPDATE notification SET at = :at, channel = :channel, receiver = :receiver,
                      target = :target, state = :state, attempts = :attempts, error = :error,
                      receipt = :receipt, group_key = :groupKey, alert_names = :alertNames,
                      fingerprints = :fingerprints, status = :status, title = :title
                    WHERE id = :id
                    """),
                entry)
            .execute());
  }

  private static Update bind(Update update, LedgerEntry entry) {
    return update
        .bind("id", entry.id())
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
        .bind("title", entry.title());
  }

  @Override
  public List<LedgerEntry> find(Query wanted) {
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
}
