package io.mallwatch.server.state;

import io.mallwatch.doors.grafana.FolderStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Folders of dashboards, in the state file.
public final class SqlFolders implements FolderStore {

  private final StateDatabase database;

  public SqlFolders(StateDatabase database) {
    this.database = database;
  }

  @Override
  public List<Folder> list() {
    return database.with(handle ->
        handle.createQuery("SELECT * FROM dashboard_folder").map((row, _) -> folder(row)).list());
  }

  @Override
  public Optional<Folder> add(String uid, String title, Instant at) {
    return database.with(handle -> {
      int added =
          handle
              .createUpdate(
                  """
                  INSERT INTO dashboard_folder (uid, title, version, created, updated)
                  VALUES (:uid, :title, 1, :at, :at) ON CONFLICT (uid) DO NOTHING
                  """)
              .bind("uid", uid)
              .bind("title", title)
              .bind("at", at.toEpochMilli())
              .execute();
      return added == 1 ? find(handle, uid) : Optional.empty();
    });
  }

  @Override
  public Optional<Folder> rename(String uid, String title, int follows, Instant at) {
    return database.with(handle -> {
      int renamed =
          handle
              .createUpdate(
                  """
                  UPDATE dashboard_folder SET title = :title, version = version + 1, updated = :at
                  WHERE uid = :uid AND version = :follows
                  """)
              .bind("title", title)
              .bind("at", at.toEpochMilli())
              .bind("uid", uid)
              .bind("follows", follows)
              .execute();
      return renamed == 1 ? find(handle, uid) : Optional.empty();
    });
  }

  private static Optional<Folder> find(Handle handle, String uid) {
    return handle
        .createQuery("SELECT * FROM dashboard_folder WHERE uid = :uid")
        .bind("uid", uid)
        .map((row, _) -> folder(row))
        .findOne();
  }

  @Override
  public boolean delete(String uid) {
    return database.with(handle -> {
      handle
          .createUpdate(
              """
              DELETE FROM annotation WHERE dashboard_uid IN
                (SELECT uid FROM dashboard WHERE folder_uid = :uid)
              """)
          .bind("uid", uid)
          .execute();
      handle
          .createUpdate("DELETE FROM dashboard WHERE folder_uid = :uid")
          .bind("uid", uid)
          .execute();
      return handle
              .createUpdate("DELETE FROM dashboard_folder WHERE uid = :uid")
              .bind("uid", uid)
              .execute()
          == 1;
    });
  }

  private static Folder folder(ResultSet row) throws SQLException {
    return new Folder(
        row.getLong("id"),
        row.getString("uid"),
        row.getString("title"),
        row.getInt("version"),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("updated")));
  }
}
