package io.mallwatch.server.state;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mallwatch.model.Labels;
import io.mallwatch.ops.incident.Handling;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.IncidentAlert;
import io.mallwatch.ops.incident.IncidentRepository;
import io.mallwatch.ops.incident.Priority;
import io.mallwatch.ops.incident.TimelineEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// Incidents and their timelines, in the state file.
public final class SqlIncidents implements IncidentRepository {

  private final StateDatabase database;

  public SqlIncidents(StateDatabase database) {
    this.database = database;
  }

  @Override
  public int nextNumber() {
    return database.with(handle ->
        handle
            .createQuery("SELECT COALESCE(MAX(number), 0) + 1 FROM incident")
            .mapTo(Integer.class)
            .one());
  }

  @Override
  public void save(Incident incident, List<TimelineEvent> events) {
    database.with(handle -> {
      handle
          .createUpdate(
              """
              INSERT INTO incident (number, title, priority, state, opened_at, acknowledged_at,
                acknowledged_by, resolved_at, group_key, alerts, handling)
              VALUES (:number, :title, :priority, :state, :openedAt, :acknowledgedAt,
                :acknowledgedBy, :resolvedAt, :groupKey, :alerts, :handling)
              ON CONFLICT (number) DO UPDATE SET title = excluded.title,
                priority = excluded.priority, state = excluded.state,
                opened_at = excluded.opened_at, acknowledged_at = excluded.acknowledged_at,
                acknowledged_by = excluded.acknowledged_by, resolved_at = excluded.resolved_at,
                group_key = excluded.group_key, alerts = excluded.alerts,
                handling = excluded.handling
              """)
          .bind("number", incident.number())
          .bind("title", incident.title())
          .bind("priority", incident.priority().name())
          .bind("state", incident.state().name().toLowerCase(Locale.ROOT))
          .bind("openedAt", incident.openedAt().toEpochMilli())
          .bind("acknowledgedAt", millis(incident.acknowledgedAt()))
          .bind("acknowledgedBy", incident.acknowledgedBy())
          .bind("resolvedAt", millis(incident.resolvedAt()))
          .bind("groupKey", incident.groupKey())
          .bind("alerts", alerts(incident.alerts()))
          .bind("handling", handling(incident.handling()))
          .execute();
      return add(handle, incident.number(), events);
    });
  }

  @Override
  public void append(int number, List<TimelineEvent> events) {
    database.with(handle -> add(handle, number, events));
  }

  private static int add(Handle handle, int number, List<TimelineEvent> events) {
    if (events.isEmpty()) {
      return 0;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO incident_event (number, at, kind, author, zh, en, data)
            VALUES (:number, :at, :kind, :author, :zh, :en, :data)
            """);
    for (TimelineEvent event : events) {
      batch
          .bind("number", number)
          .bind("at", event.at().toEpochMilli())
          .bind("kind", event.kind().text())
          .bind("author", event.by())
          .bind("zh", event.zh())
          .bind("en", event.en())
          .bind("data", Json.map(event.data()))
          .add();
    }
    return batch.execute().length;
  }

  @Override
  public Optional<Incident> find(int number) {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM incident WHERE number = :number")
            .bind("number", number)
            .map((row, _) -> incident(row))
            .findOne());
  }

  @Override
  public List<Incident> list(boolean open, boolean resolved, int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM incident
                WHERE (state = 'resolved' AND :resolved) OR (state <> 'resolved' AND :open)
                ORDER BY number DESC LIMIT :limit
                """)
            .bind("open", open)
            .bind("resolved", resolved)
            .bind("limit", limit)
            .map((row, _) -> incident(row))
            .list());
  }

  @Override
  public List<Incident> openedBetween(Instant from, Instant until, int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM incident WHERE opened_at >= :from AND opened_at < :until
                ORDER BY number DESC LIMIT :limit
                """)
            .bind("from", from.toEpochMilli())
            .bind("until", until.toEpochMilli())
            .bind("limit", limit)
            .map((row, _) -> incident(row))
            .list());
  }

  @Override
  public Optional<Incident> lastOfGroup(String groupKey) {
    return database.with(handle ->
        handle
            .createQuery(
                "SELECT * FROM incident WHERE group_key = :groupKey ORDER BY number DESC LIMIT 1")
            .bind("groupKey", groupKey)
            .map((row, _) -> incident(row))
            .findOne());
  }

  @Override
  public List<TimelineEvent> timeline(int number) {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM incident_event WHERE number = :number ORDER BY id")
            .bind("number", number)
            .map((row, _) ->
                new TimelineEvent(
                    Instant.ofEpochMilli(row.getLong("at")),
                    TimelineEvent.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                    row.getString("author"),
                    row.getString("zh"),
                    row.getString("en"),
                    Json.readMap(row.getString("data"))))
            .list());
  }

  private static Incident incident(ResultSet row) throws SQLException {
    return new Incident(
        row.getInt("number"),
        row.getString("title"),
        Priority.valueOf(row.getString("priority")),
        Incident.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Instant.ofEpochMilli(row.getLong("opened_at")),
        instant(row, "acknowledged_at"),
        row.getString("acknowledged_by"),
        instant(row, "resolved_at"),
        row.getString("group_key"),
        readAlerts(row.getString("alerts")),
        readHandling(row.getString("handling")));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli();
  }

  private static String alerts(List<IncidentAlert> alerts) {
    return Json.write(out -> {
      out.writeStartArray();
      for (IncidentAlert alert : alerts) {
        out.writeStartObject();
        out.writeStringField("fingerprint", alert.fingerprint());
        out.writeFieldName("labels");
        Json.writeMap(out, alert.labels().toMap());
        out.writeFieldName("annotations");
        Json.writeMap(out, alert.annotations());
        out.writeNumberField("startsAt", alert.startsAt().toEpochMilli());
        if (alert.endsAt() != null) {
          out.writeNumberField("endsAt", alert.endsAt().toEpochMilli());
        }
        out.writeStringField("generatorUrl", alert.generatorUrl());
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }

  private static List<IncidentAlert> readAlerts(String json) {
    List<IncidentAlert> alerts = new ArrayList<>();
    try (JsonParser in = Json.parser(json)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.START_OBJECT) {
        alerts.add(readAlert(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return alerts;
  }

  private static IncidentAlert readAlert(JsonParser in) throws IOException {
    String fingerprint = "";
    Map<String, String> labels = Map.of();
    Map<String, String> annotations = Map.of();
    Instant startsAt = Instant.EPOCH;
    Instant endsAt = null;
    String generatorUrl = "";
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "fingerprint" -> fingerprint = in.getText();
        case "labels" -> labels = Json.readMap(in);
        case "annotations" -> annotations = Json.readMap(in);
        case "startsAt" -> startsAt = Instant.ofEpochMilli(in.getLongValue());
        case "endsAt" -> endsAt = Instant.ofEpochMilli(in.getLongValue());
        case "generatorUrl" -> generatorUrl = in.getText();
        default -> in.skipChildren();
      }
    }
    return new IncidentAlert(
        fingerprint, Labels.of(labels), annotations, startsAt, endsAt, generatorUrl);
  }

  private static String handling(Handling handling) {
    return Json.write(out -> {
      out.writeStartObject();
      out.writeStringField("assignee", handling.assignee());
      out.writeArrayFieldStart("responders");
      for (String name : handling.responders()) {
        out.writeString(name);
      }
      out.writeEndArray();
      Instant until = handling.snoozedUntil();
      if (until != null) {
        out.writeNumberField("snoozedUntil", until.toEpochMilli());
      }
      out.writeNumberField("mergedInto", handling.mergedInto());
      out.writeNumberField("reopens", handling.reopens());
      out.writeEndObject();
    });
  }

  private static Handling readHandling(String json) {
    String assignee = "";
    List<String> responders = new ArrayList<>();
    Instant snoozedUntil = null;
    int mergedInto = 0;
    int reopens = 0;
    try (JsonParser in = Json.parser(json)) {
      in.nextToken();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "assignee" -> assignee = in.getText();
          case "responders" -> {
            while (in.nextToken() != JsonToken.END_ARRAY) {
              responders.add(in.getText());
            }
          }
          case "snoozedUntil" -> snoozedUntil = Instant.ofEpochMilli(in.getLongValue());
          case "mergedInto" -> mergedInto = in.getIntValue();
          case "reopens" -> reopens = in.getIntValue();
          default -> in.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Handling(assignee, responders, snoozedUntil, mergedInto, reopens);
  }
}
