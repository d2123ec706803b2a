package io.mallwatch.server.state;

import io.mallwatch.doors.grafana.DashboardStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Dashboards and their last [#VERSIONS] versions, in the state file.
public final class SqlDashboards implements DashboardStore {

  /// Versions of a dashboard that are kept, the present one included.
  static final int VERSIONS = 20;

  private static final String COLUMNS =
      "id, uid, title, tags, folder_uid, version, created, updated, provisioned, starred";

  private final StateDatabase database;

  public SqlDashboards(StateDatabase database) {
    this.database = database;
  }

  @Override
  public List<Dashboard> list() {
    return database.with(handle ->
        handle
            .createQuery("SELECT " + COLUMNS + " FROM dashboard")
            .map((row, _) -> dashboard(row))
            .list());
  }

  @Override
  public Optional<Kept> find(String uid) {
    return database.with(handle ->
        handle
            .createQuery("SELECT " + COLUMNS + ", json FROM dashboard WHERE uid = :uid")
            .bind("uid", uid)
            .map((row, _) -> new Kept(dashboard(row), row.getString("json")))
            .findOne());
  }

  @Override
  public Optional<Dashboard> save(Draft draft, Instant at) {
    return database.with(handle -> {
      boolean done = draft.id() == 0 ? insert(handle, draft, at) : update(handle, draft, at);
      if (!done) {
        return Optional.empty();
      }
      Dashboard saved =
          handle
              .createQuery("SELECT " + COLUMNS + " FROM dashboard WHERE uid = :uid")
              .bind("uid", draft.facts().uid())
              .map((row, _) -> dashboard(row))
              .one();
      remember(handle, saved, draft, at);
      return Optional.of(saved);
    });
  }

  private static boolean insert(Handle handle, Draft draft, Instant at) {
    return handle
            .createUpdate(
                """
                INSERT INTO dashboard (uid, title, tags, folder_uid, version, created, updated,
                  provisioned, starred, json)
                VALUES (:uid, :title, :tags, :folderUid, 1, :at, :at, :provisioned, FALSE, :json)
                ON CONFLICT (uid) DO NOTHING
                """)
            .bind("uid", draft.facts().uid())
            .bind("title", draft.facts().title())
            .bind("tags", Json.list(draft.facts().tags()))
            .bind("folderUid", draft.folderUid())
            .bind("at", at.toEpochMilli())
            .bind("provisioned", draft.provisioned())
            .bind("json", draft.json())
            .execute()
        == 1;
  }

  private static boolean update(Handle handle, Draft draft, Instant at) {
    return handle
            .createUpdate(
                """
                UPDATE dashboard SET uid = :uid, title = :title, tags = :tags,
                  folder_uid = :folderUid, version = version + 1, updated = :at,
                  provisioned = :provisioned, json = :json
                WHERE id = :id AND version = :follows
                """)
            .bind("uid", draft.facts().uid())
            .bind("title", draft.facts().title())
            .bind("tags", Json.list(draft.facts().tags()))
            .bind("folderUid", draft.folderUid())
            .bind("at", at.toEpochMilli())
            .bind("provisioned", draft.provisioned())
            .bind("json", draft.json())
            .bind("id", draft.id())
            .bind("follows", draft.follows())
            .execute()
        == 1;
  }

  private static void remember(Handle handle, Dashboard saved, Draft draft, Instant at) {
    handle
        .createUpdate(
            """
            INSERT INTO dashboard_version (dashboard_id, version, parent, restored_from, created,
              message, json)
            VALUES (:dashboard, :version, :parent, :restoredFrom, :at, :message, :json)
            """)
        .bind("dashboard", saved.id())
        .bind("version", saved.version())
        .bind("parent", draft.follows())
        .bind("restoredFrom", draft.restoredFrom())
        .bind("at", at.toEpochMilli())
        .bind("message", draft.message())
        .bind("json", draft.json())
        .execute();
    handle
        .createUpdate(
            "DELETE FROM dashboard_version WHERE dashboard_id = :dashboard AND version <= :oldest")
        .bind("dashboard", saved.id())
        .bind("oldest", saved.version() - VERSIONS)
        .execute();
  }

  @Override
  public boolean delete(String uid) {
    return database.with(handle -> {
      handle
          .createUpdate("DELETE FROM annotation WHERE dashboard_uid = :uid")
          .bind("uid", uid)
          .execute();
      return handle
              .createUpdate("DELETE FROM dashboard WHERE uid = :uid")
              .bind("uid", uid)
              .execute()
          == 1;
    });
  }

  @Override
  public boolean star(String uid, boolean starred) {
    return database.with(handle ->
        handle
                .createUpdate("UPDATE dashboard SET starred = :starred WHERE uid = :uid")
                .bind("starred", starred)
                .bind("uid", uid)
                .execute()
            == 1);
  }

  @Override
  public List<Version> versions(long id) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                SELECT id, version, parent, restored_from, created, message
                FROM dashboard_version WHERE dashboard_id = :id ORDER BY version DESC
                """)
            .bind("id", id)
            .map((row, _) -> version(row))
            .list());
  }

  @Override
  public Optional<KeptVersion> version(long id, int version) {
    return database.with(handle ->
        handle
            .createQuery(
                "SELECT * FROM dashboard_version WHERE dashboard_id = :id AND version = :version")
            .bind("id", id)
            .bind("version", version)
            .map((row, _) -> new KeptVersion(version(row), row.getString("json")))
            .findOne());
  }

  private static Dashboard dashboard(ResultSet row) throws SQLException {
    return new Dashboard(
        row.getLong("id"),
        row.getString("uid"),
        row.getString("title"),
        Json.readList(row.getString("tags")),
        row.getString("folder_uid"),
        row.getInt("version"),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("updated")),
        row.getString("provisioned"),
        row.getBoolean("starred"));
  }

  private static Version version(ResultSet row) throws SQLException {
    return new Version(
        row.getLong("id"),
        row.getInt("version"),
        row.getInt("parent"),
        row.getInt("restored_from"),
        Instant.ofEpochMilli(row.getLong("created")),
        row.getString("message"));
  }
}
