package io.mallwatch.server.state;

import io.mallwatch.alerts.route.AlertRepository;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Alerts that the dispatcher holds, in the state file.
public final class SqlHeldAlerts implements AlertRepository {

  private final StateDatabase database;

  public SqlHeldAlerts(StateDatabase database) {
    this.database = database;
  }

  @Override
  public List<Alert> load() {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM held_alert")
            .map((row, _) ->
                new Alert(
                    Labels.of(Json.readMap(row.getString("labels"))),
                    Json.readMap(row.getString("annotations")),
                    Instant.ofEpochMilli(row.getLong("starts_at")),
                    Instant.ofEpochMilli(row.getLong("ends_at")),
                    row.getString("generator_url")))
            .list());
  }

  @Override
  public void save(Collection<Alert> alerts) {
    if (alerts.isEmpty()) {
      return;
    }
    database.with(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              """
              INSERT INTO held_alert (labels, annotations, starts_at, ends_at, generator_url)
              VALUES (:labels, :annotations, :startsAt, :endsAt, :generatorUrl)
              ON CONFLICT (labels) DO UPDATE SET annotations = excluded.annotations,
                starts_at = excluded.starts_at, ends_at = excluded.ends_at,
                generator_url = excluded.generator_url
              """);
      for (Alert alert : alerts) {
        batch
            .bind("labels", Json.map(alert.labels().toMap()))
            .bind("annotations", Json.map(alert.annotations()))
            .bind("startsAt", alert.startsAt().toEpochMilli())
            .bind("endsAt", alert.endsAt().toEpochMilli())
            .bind("generatorUrl", alert.generatorUrl())
            .add();
      }
      return batch.execute();
    });
  }

  @Override
  public void delete(Collection<Labels> labels) {
    if (labels.isEmpty()) {
      return;
    }
    database.with(handle -> {
      PreparedBatch batch = handle.prepareBatch("DELETE FROM held_alert WHERE labels = :labels");
      for (Labels gone : labels) {
        batch.bind("labels", Json.map(gone.toMap())).add();
      }
      return batch.execute();
    });
  }
}
