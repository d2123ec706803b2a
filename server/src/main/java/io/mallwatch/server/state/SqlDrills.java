package io.mallwatch.server.state;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mallwatch.doors.api.security.DrillsView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reports of drills, in the state file; the newest [#KEPT].
public final class SqlDrills implements DrillsView {

  /// Most reports that are kept.
  static final int KEPT = 100;

  private final StateDatabase database;
  private final InstantSource clock;

  public SqlDrills(StateDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<Drill> drills(int limit) {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM drill ORDER BY number DESC LIMIT :limit")
            .bind("limit", limit)
            .map((row, _) -> drill(row))
            .list());
  }

  @Override
  public Drill keep(String by, List<Outcome> outcomes) {
    Instant now = clock.instant();
    int number =
        database.with(handle -> {
          int next =
              handle
                  .createQuery("SELECT COALESCE(MAX(number), 0) + 1 FROM drill")
                  .mapTo(Integer.class)
                  .one();
          handle
              .createUpdate(
                  "INSERT INTO drill (number, at, author, outcomes)"
                      + " VALUES (:number, :at, :author, :outcomes)")
              .bind("number", next)
              .bind("at", now.toEpochMilli())
              .bind("author", by)
              .bind("outcomes", json(outcomes))
              .execute();
          handle
              .createUpdate("DELETE FROM drill WHERE number <= :last")
              .bind("last", next - KEPT)
              .execute();
          return next;
        });
    return new Drill(id(number), now, by, outcomes);
  }

  private static String id(int number) {
    return "DRILL-%06d".formatted(number);
  }

  private static Drill drill(ResultSet row) throws SQLException {
    return new Drill(
        id(row.getInt("number")),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("author"),
        read(row.getString("outcomes")));
  }

  private static String json(List<Outcome> outcomes) {
    return Json.write(out -> {
      out.writeStartArray();
      for (Outcome outcome : outcomes) {
        out.writeStartObject();
        out.writeStringField("fault", outcome.fault());
        out.writeStringField("rule", outcome.rule());
        if (outcome.firedAfter() != null) {
          out.writeNumberField("firedAfter", outcome.firedAfter());
        }
        if (outcome.incident() != null) {
          out.writeStringField("incident", outcome.incident());
        }
        out.writeBooleanField("notified", outcome.notified());
        if (outcome.resolvedAfter() != null) {
          out.writeNumberField("resolvedAfter", outcome.resolvedAfter());
        }
        out.writeStringField("missed", Json.list(outcome.missed()));
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }

  private static List<Outcome> read(String json) {
    List<Outcome> outcomes = new ArrayList<>();
    try (JsonParser in = Json.parser(json)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.START_OBJECT) {
        outcomes.add(readOne(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return outcomes;
  }

  private static Outcome readOne(JsonParser in) throws IOException {
    String fault = "";
    String rule = "";
    @Nullable Double firedAfter = null;
    @Nullable String incident = null;
    boolean notified = false;
    @Nullable Double resolvedAfter = null;
    List<String> missed = List.of();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "fault" -> fault = in.getText();
        case "rule" -> rule = in.getText();
        case "firedAfter" -> firedAfter = in.getDoubleValue();
        case "incident" -> incident = in.getText();
        case "notified" -> notified = in.getBooleanValue();
        case "resolvedAfter" -> resolvedAfter = in.getDoubleValue();
        case "missed" -> missed = Json.readList(in.getText());
        default -> in.skipChildren();
      }
    }
    return new Outcome(fault, rule, firedAfter, incident, notified, resolvedAfter, missed);
  }
}
