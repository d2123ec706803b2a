package io.mallwatch.server.state;

import io.mallwatch.ops.backup.BackupRun;
import io.mallwatch.ops.backup.BackupRuns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;

/// Runs of backup jobs, in the state file. The oldest beyond [#MOST] are forgotten.
public final class SqlBackupRuns implements BackupRuns {

  /// Most runs kept.
  static final int MOST = 5_000;

  private final StateDatabase database;
  private final int most;

  public SqlBackupRuns(StateDatabase database) {
    this(database, MOST);
  }

  SqlBackupRuns(StateDatabase database, int most) {
    this.database = database;
    this.most = most;
  }

  @Override
  public BackupRun add(BackupRun run) {
    return database.with(handle -> {
      bind(
              handle.createUpdate(
                  """
                  INSERT INTO backup_run (job, action, caused_by, started, finished, state, reason,
                    message, backup_id)
                  VALUES (:job, :action, :by, :started, :finished, :state, :reason, :message,
                    :backup)
                  """),
              run)
          .execute();
      long id = handle.createQuery("SELECT MAX(id) FROM backup_run").mapTo(Long.class).one();
      handle
          .createUpdate("DELETE FROM backup_run WHERE id <= :oldest")
          .bind("oldest", id - most)
          .execute();
      return new BackupRun(
          id,
          run.job(),
          run.action(),
          run.by(),
          run.startedAt(),
          run.finishedAt(),
          run.state(),
          run.reason(),
          run.message(),
          run.backupId());
    });
  }

  @Override
  public void save(BackupRun run) {
    var _ =
        database.with(handle ->
            bind(
                    handle.createUpdate(
                        """
                        UPDATE backup_run SET job = :job, action = :action, caused_by = :by,
                          started = :started, finished = :finished, state = :state,
                          reason = :reason, message = :message, backup_id = :backup
                        WHERE id = :id
                        """),
                    run)
                .bind("id", run.id())
                .execute());
  }

  private static Update bind(Update update, BackupRun run) {
    return update
        .bind("job", run.job())
        .bind("action", run.action().text())
        .bind("by", run.by())
        .bind("started", run.startedAt().toEpochMilli())
        .bind("finished", run.finishedAt().map(Instant::toEpochMilli).orElse(null))
        .bind("state", run.state().text())
        .bind("reason", run.reason())
        .bind("message", run.message())
        .bind("backup", run.backupId());
  }

  @Override
  public List<BackupRun> newest(int limit) {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM backup_run ORDER BY id DESC LIMIT :limit")
            .bind("limit", limit)
            .map((row, _) -> run(row))
            .list());
  }

  @Override
  public Optional<Instant> lastBegun(String job, BackupRun.Action action) {
    return database.with(handle ->
        handle
            .createQuery(
                "SELECT MAX(started) FROM backup_run WHERE job = :job AND action = :action")
            .bind("job", job)
            .bind("action", action.text())
            .mapTo(Long.class)
            .findOne()
            .map(Instant::ofEpochMilli));
  }

  @Override
  public void abandon(Instant at) {
    var _ =
        database.with(handle ->
            handle
                .createUpdate(
                    """
                    UPDATE backup_run SET finished = :at, state = 'failed', reason = 'cancelled',
                      message = 'the server stopped meanwhile'
                    WHERE finished IS NULL
                    """)
                .bind("at", at.toEpochMilli())
                .execute());
  }

  private static BackupRun run(ResultSet row) throws SQLException {
    long finished = row.getLong("finished");
    boolean ended = !row.wasNull();
    return new BackupRun(
        row.getLong("id"),
        row.getString("job"),
        BackupRun.Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
        row.getString("caused_by"),
        Instant.ofEpochMilli(row.getLong("started")),
        ended ? Optional.of(Instant.ofEpochMilli(finished)) : Optional.empty(),
        BackupRun.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        row.getString("message"),
        row.getString("backup_id"));
  }
}
