package io.mallwatch.server.state;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mallwatch.alerts.silence.Silence;
import io.mallwatch.alerts.silence.SilenceRepository;
import io.mallwatch.model.Matcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Silences in the state file.
public final class SqlSilences implements SilenceRepository {

  private final StateDatabase database;

  public SqlSilences(StateDatabase database) {
    this.database = database;
  }

  @Override
  public List<Silence> load() {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM silence")
            .map((row, _) ->
                new Silence(
                    row.getString("id"),
                    matchers(row.getString("matchers")),
                    Instant.ofEpochMilli(row.getLong("starts_at")),
                    Instant.ofEpochMilli(row.getLong("ends_at")),
                    Instant.ofEpochMilli(row.getLong("updated_at")),
                    row.getString("created_by"),
                    row.getString("comment")))
            .list());
  }

  @Override
  public void save(Silence silence) {
    database.with(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO silence (id, matchers, starts_at, ends_at, updated_at, created_by, comment)
                VALUES (:id, :matchers, :startsAt, :endsAt, :updatedAt, :createdBy, :comment)
                ON CONFLICT (id) DO UPDATE SET matchers = excluded.matchers,
                  starts_at = excluded.starts_at, ends_at = excluded.ends_at,
                  updated_at = excluded.updated_at, created_by = excluded.created_by,
                  comment = excluded.comment
                """)
            .bind("id", silence.id())
            .bind("matchers", json(silence.matchers()))
            .bind("startsAt", silence.startsAt().toEpochMilli())
            .bind("endsAt", silence.endsAt().toEpochMilli())
            .bind("updatedAt", silence.updatedAt().toEpochMilli())
            .bind("createdBy", silence.createdBy())
            .bind("comment", silence.comment())
            .execute());
  }

  @Override
  public void delete(Collection<String> ids) {
    if (!ids.isEmpty()) {
      database.with(handle ->
          handle
              .createUpdate("DELETE FROM silence WHERE id IN (<ids>)")
              .bindList("ids", List.copyOf(ids))
              .execute());
    }
  }

  private static String json(List<Matcher> matchers) {
    return Json.write(out -> {
      out.writeStartArray();
      for (Matcher matcher : matchers) {
        Json.writeMap(
            out,
            Map.of(
                "type", matcher.type().name(),
                "name", matcher.name(),
                "value", matcher.value()));
      }
      out.writeEndArray();
    });
  }

  private static List<Matcher> matchers(String json) {
    List<Matcher> matchers = new ArrayList<>();
    try (JsonParser in = Json.parser(json)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.START_OBJECT) {
        Map<String, String> fields = Json.readMap(in);
        matchers.add(
            new Matcher(
                Matcher.Type.valueOf(fields.getOrDefault("type", "EQUAL")),
                fields.getOrDefault("name", ""),
                fields.getOrDefault("value", "")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return matchers;
  }
}
