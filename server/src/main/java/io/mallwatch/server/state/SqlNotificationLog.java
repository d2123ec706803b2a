package io.mallwatch.server.state;

import io.mallwatch.alerts.notify.NotificationLog;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.PreparedBatch;

/// What was told to whom last: in memory, and a moment later in the state file. A crash within that
/// moment makes a notification be told twice, never lost.
public final class SqlNotificationLog implements NotificationLog, AutoCloseable {

  private record Key(String groupKey, String receiver, String channel) {}

  private final StateDatabase database;
  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();
  private final WriteBehind<Key, Entry> behind;

  public SqlNotificationLog(StateDatabase database) {
    this.database = database;
    load().forEach(entry -> entries.put(key(entry), entry));
    this.behind = new WriteBehind<>("notification-log", this::write);
  }

  private static Key key(Entry entry) {
    return new Key(entry.groupKey(), entry.receiver(), entry.channel());
  }

  private List<Entry> load() {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM notification_log")
            .map((row, _) ->
                new Entry(
                    row.getString("group_key"),
                    row.getString("receiver"),
                    row.getString("channel"),
                    Instant.ofEpochMilli(row.getLong("at")),
                    Set.copyOf(Json.readList(row.getString("firing"))),
                    Set.copyOf(Json.readList(row.getString("resolved")))))
            .list());
  }

  @Override
  public Optional<Entry> find(String groupKey, String receiver, String channel) {
    return Optional.ofNullable(entries.get(new Key(groupKey, receiver, channel)));
  }

  @Override
  public void record(Entry entry) {
    Key key = key(entry);
    entries.put(key, entry);
    behind.put(key, entry);
  }

  private void write(Collection<Entry> batch) {
    database.with(handle -> {
      PreparedBatch rows =
          handle.prepareBatch(
              """
              INSERT INTO notification_log (group_key, receiver, channel, at, firing, resolved)
              VALUES (:groupKey, :receiver, :channel, :at, :firing, :resolved)
              ON CONFLICT (group_key, receiver, channel) DO UPDATE SET at = excluded.at,
                firing = excluded.firing, resolved = excluded.resolved
              """);
      for (Entry entry : batch) {
        rows.bind("groupKey", entry.groupKey())
            .bind("receiver", entry.receiver())
            .bind("channel", entry.channel())
            .bind("at", entry.at().toEpochMilli())
            .bind("firing", Json.list(new TreeSet<>(entry.firing())))
            .bind("resolved", Json.list(new TreeSet<>(entry.resolved())))
            .add();
      }
      return rows.execute();
    });
  }

  @Override
  public void purge(Instant limit) {
    behind.flush();
    boolean gone = entries.values().removeIf(entry -> entry.at().isBefore(limit));
    if (gone) {
      database.with(handle ->
          handle
              .createUpdate("DELETE FROM notification_log WHERE at < :limit")
              .bind("limit", limit.toEpochMilli())
              .execute());
    }
  }

  @Override
  public void close() {
    behind.close();
  }
}
