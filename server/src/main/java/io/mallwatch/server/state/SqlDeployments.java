package io.mallwatch.server.state;

import io.mallwatch.ops.deploy.Deployment;
import io.mallwatch.ops.deploy.DeploymentRepository;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Deployments, in the state file; the oldest beyond [#MOST] are forgotten.
public final class SqlDeployments implements DeploymentRepository {

  static final int MOST = 10_000;

  private final StateDatabase database;

  public SqlDeployments(StateDatabase database) {
    this.database = database;
  }

  @Override
  public void save(Deployment deployment) {
    database.with(handle -> {
      handle
          .createUpdate(
              """
              INSERT INTO deployment (id, service, environment, version, colour, committed_at,
                started_at, switched_at, finished_at, status, reason, deployed_by)
              VALUES (:id, :service, :environment, :version, :colour, :committedAt, :startedAt,
                :switchedAt, :finishedAt, :status, :reason, :by)
              ON CONFLICT (id) DO UPDATE SET service = excluded.service,
                environment = excluded.environment, version = excluded.version,
                colour = excluded.colour, committed_at = excluded.committed_at,
                started_at = excluded.started_at, switched_at = excluded.switched_at,
                finished_at = excluded.finished_at, status = excluded.status,
                reason = excluded.reason, deployed_by = excluded.deployed_by
              """)
          .bind("id", deployment.id())
          .bind("service", deployment.service())
          .bind("environment", deployment.environment())
          .bind("version", deployment.version())
          .bind("colour", deployment.colour())
          .bind("committedAt", millis(deployment.committedAt()))
          .bind("startedAt", millis(deployment.startedAt()))
          .bind("switchedAt", millis(deployment.switchedAt()))
          .bind("finishedAt", millis(deployment.finishedAt()))
          .bind("status", deployment.status().text())
          .bind("reason", deployment.reason())
          .bind("by", deployment.by())
          .execute();
      return handle
          .createUpdate(
              """
              DELETE FROM deployment WHERE id IN
                (SELECT id FROM deployment ORDER BY started_at DESC LIMIT -1 OFFSET :most)
              """)
          .bind("most", MOST)
          .execute();
    });
  }

  @Override
  public Optional<Deployment> find(String id) {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM deployment WHERE id = :id")
            .bind("id", id)
            .map((row, _) -> deployment(row))
            .findOne());
  }

  @Override
  public List<Deployment> between(Instant from, Instant until, int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM deployment WHERE started_at >= :from AND started_at < :until
                ORDER BY started_at DESC, id LIMIT :limit
                """)
            .bind("from", from.toEpochMilli())
            .bind("until", until.toEpochMilli())
            .bind("limit", limit)
            .map((row, _) -> deployment(row))
            .list());
  }

  private static long millis(@Nullable Instant time) {
    return time == null ? 0 : time.toEpochMilli();
  }

  private static @Nullable Instant time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  private static Deployment deployment(ResultSet row) throws SQLException {
    return new Deployment(
        row.getString("id"),
        row.getString("service"),
        row.getString("environment"),
        row.getString("version"),
        row.getString("colour"),
        time(row.getLong("committed_at")),
        Instant.ofEpochMilli(row.getLong("started_at")),
        time(row.getLong("switched_at")),
        time(row.getLong("finished_at")),
        Deployment.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        row.getString("deployed_by"));
  }
}
