package io.mallwatch.server.state;

import io.mallwatch.alerts.notify.NotificationLog;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What was told to whom last, in the state file.
public final class SqlNotificationLog implements NotificationLog {

  private final StateDatabase database;

  public SqlNotificationLog(StateDatabase database) {
    this.database = database;
  }

  @Override
  public Optional<Entry> find(String groupKey, String receiver, String channel) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                SELECT at, firing, resolved FROM notification_log
                WHERE group_key = :groupKey AND receiver = :receiver AND channel = :channel
                """)
            .bind("groupKey", groupKey)
            .bind("receiver", receiver)
            .bind("channel", channel)
            .map((row, _) ->
                new Entry(
                    groupKey,
                    receiver,
                    channel,
                    Instant.ofEpochMilli(row.getLong("at")),
                    Set.copyOf(Json.readList(row.getString("firing"))),
                    Set.copyOf(Json.readList(row.getString("resolved")))))
            .findOne());
  }

  @Override
  public void record(Entry entry) {
    database.with(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO notification_log (group_key, receiver, channel, at, firing, resolved)
                VALUES (:groupKey, :receiver, :channel, :at, :firing, :resolved)
                ON CONFLICT (group_key, receiver, channel) DO UPDATE SET at = excluded.at,
                  firing = excluded.firing, resolved = excluded.resolved
                """)
            .bind("groupKey", entry.groupKey())
            .bind("receiver", entry.receiver())
            .bind("channel", entry.channel())
            .bind("at", entry.at().toEpochMilli())
            .bind("firing", Json.list(new TreeSet<>(entry.firing())))
            .bind("resolved", Json.list(new TreeSet<>(entry.resolved())))
            .execute());
  }

  @Override
  public void purge(Instant limit) {
    database.with(handle ->
        handle
            .createUpdate("DELETE FROM notification_log WHERE at < :limit")
            .bind("limit", limit.toEpochMilli())
            .execute());
  }
}
