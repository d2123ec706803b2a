package io.mallwatch.server.state;

import io.mallwatch.doors.grafana.AnnotationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;

/// Marks on charts, in the state file. The oldest beyond [#MOST] are forgotten.
public final class SqlAnnotations implements AnnotationStore {

  /// Most annotations kept.
  static final int MOST = 20_000;

  private final StateDatabase database;
  private final int most;

  public SqlAnnotations(StateDatabase database) {
    this(database, MOST);
  }

  SqlAnnotations(StateDatabase database, int most) {
    this.database = database;
    this.most = most;
  }

  @Override
  public List<Annotation> list(Instant from, Instant to) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM annotation WHERE starts_at <= :to AND ends_at >= :from
                ORDER BY ends_at DESC, id DESC
                """)
            .bind("from", from.toEpochMilli())
            .bind("to", to.toEpochMilli())
            .map((row, _) -> annotation(row))
            .list());
  }

  @Override
  public Optional<Annotation> find(long id) {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM annotation WHERE id = :id")
            .bind("id", id)
            .map((row, _) -> annotation(row))
            .findOne());
  }

  @Override
  public long add(Content content, Instant at) {
    return database.with(handle -> {
      bind(
              handle.createUpdate(
                  """
                  INSERT INTO annotation (dashboard_uid, panel_id, starts_at, ends_at, created,
                    updated, text, tags, data)
                  VALUES (:dashboardUid, :panelId, :startsAt, :endsAt, :at, :at, :text, :tags,
                    :data)
                  """),
              content,
              at)
          .execute();
      long id = handle.createQuery("SELECT MAX(id) FROM annotation").mapTo(Long.class).one();
      handle
          .createUpdate("DELETE FROM annotation WHERE id <= :oldest")
          .bind("oldest", id - most)
          .execute();
      return id;
    });
  }

  @Override
  public boolean replace(long id, Content content, Instant at) {
    return database.with(handle ->
        bind(
                    handle.createUpdate(
                        """
                        UPDATE annotation SET dashboard_uid = :dashboardUid, panel_id = :panelId,
                          starts_at = :startsAt, ends_at = :endsAt, updated = :at, text = :text,
                          tags = :tags, data = :data
                        WHERE id = :id
                        """),
                    content,
                    at)
                .bind("id", id)
                .execute()
            == 1);
  }

  private static Update bind(Update update, Content content, Instant at) {
    return update
        .bind("dashboardUid", content.dashboardUid())
        .bind("panelId", content.panelId())
        .bind("startsAt", content.start().toEpochMilli())
        .bind("endsAt", content.end().toEpochMilli())
        .bind("at", at.toEpochMilli())
        .bind("text", content.text())
        .bind("tags", Json.list(content.tags()))
        .bind("data", content.data());
  }

  @Override
  public boolean delete(long id) {
    return database.with(handle ->
        handle.createUpdate("DELETE FROM annotation WHERE id = :id").bind("id", id).execute() == 1);
  }

  private static Annotation annotation(ResultSet row) throws SQLException {
    return new Annotation(
        row.getLong("id"),
        new Content(
            row.getString("dashboard_uid"),
            row.getLong("panel_id"),
            Instant.ofEpochMilli(row.getLong("starts_at")),
            Instant.ofEpochMilli(row.getLong("ends_at")),
            row.getString("text"),
            Json.readList(row.getString("tags")),
            row.getString("data")),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("updated")));
  }
}
