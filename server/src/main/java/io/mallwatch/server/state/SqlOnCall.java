package io.mallwatch.server.state;

import io.mallwatch.ops.oncall.Escalation;
import io.mallwatch.ops.oncall.OnCallRepository;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The on-call plan and running escalations, in the state file. The newest [#MOST_VERSIONS] plans
/// are kept.
public final class SqlOnCall implements OnCallRepository {

  /// Most versions of the plan.
  static final int MOST_VERSIONS = 200;

  private static final String LINK_KEY = "acknowledge-links";

  private final StateDatabase database;

  public SqlOnCall(StateDatabase database) {
    this.database = database;
  }

  @Override
  public Optional<Stored> plan() {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM oncall_plan ORDER BY version DESC LIMIT 1")
            .map((row, _) ->
                new Stored(
                    row.getInt("version"),
                    tree(row.getString("plan")),
                    row.getString("author"),
                    Instant.ofEpochMilli(row.getLong("at"))))
            .findOne());
  }

  private static Map<?, ?> tree(String json) {
    Object tree = io.mallwatch.doors.http.Json.tree(json.getBytes(StandardCharsets.UTF_8));
    return tree instanceof Map<?, ?> map ? map : Map.of();
  }

  @Override
  public void keep(Stored stored) {
    var _ =
        database.with(handle -> {
          handle
              .createUpdate(
                  """
                  INSERT INTO oncall_plan (version, plan, author, at)
                  VALUES (:version, :plan, :author, :at)
                  """)
              .bind("version", stored.version())
              .bind("plan", Json.write(out -> io.mallwatch.doors.http.Json.any(out, stored.tree())))
              .bind("author", stored.by())
              .bind("at", stored.at().toEpochMilli())
              .execute();
          return handle
              .createUpdate("DELETE FROM oncall_plan WHERE version <= :oldest")
              .bind("oldest", stored.version() - MOST_VERSIONS)
              .execute();
        });
  }

  @Override
  public Set<String> verified() {
    return new HashSet<>(
        database.with(handle ->
            handle.createQuery("SELECT contact FROM oncall_contact").mapTo(String.class).list()));
  }

  @Override
  public void verify(String contactKey, Instant at) {
    var _ =
        database.with(handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO oncall_contact (contact, verified_at) VALUES (:contact, :at)
                    ON CONFLICT (contact) DO UPDATE SET verified_at = excluded.verified_at
                    """)
                .bind("contact", contactKey)
                .bind("at", at.toEpochMilli())
                .execute());
  }

  @Override
  public List<Escalation> escalations() {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM oncall_escalation")
            .map((row, _) -> escalation(row))
            .list());
  }

  private static Escalation escalation(ResultSet row) throws SQLException {
    long acknowledged = row.getLong("acknowledged_at");
    Instant since = row.wasNull() ? null : Instant.ofEpochMilli(acknowledged);
    List<Escalation.Waiting> waiting = new ArrayList<>();
    for (String one : Json.readList(row.getString("waiting"))) {
      Map<String, String> call = Json.readMap(one);
      waiting.add(
          new Escalation.Waiting(
              call.getOrDefault("person", ""),
              call.getOrDefault("contact", ""),
              Integer.parseInt(call.getOrDefault("step", "1")),
              Instant.ofEpochMilli(Long.parseLong(call.getOrDefault("due", "0")))));
    }
    return new Escalation(
        row.getInt("number"),
        Instant.ofEpochMilli(row.getLong("opened_at")),
        row.getString("policy"),
        row.getInt("step"),
        Instant.ofEpochMilli(row.getLong("due_at")),
        since,
        Json.readList(row.getString("told")),
        waiting);
  }

  @Override
  public void keep(Escalation escalation) {
    List<String> waiting = new ArrayList<>();
    for (Escalation.Waiting call : escalation.waiting()) {
      waiting.add(
          Json.map(
              Map.of(
                  "person", call.person(),
                  "contact", call.contact(),
                  "step", Integer.toString(call.step()),
                  "due", Long.toString(call.due().toEpochMilli()))));
    }
    var _ =
        database.with(handle ->
            handle
                .createUpdate(
                    """
                    INSERT OR REPLACE INTO oncall_escalation (number, opened_at, policy, step,
                      due_at, acknowledged_at, told, waiting)
                    VALUES (:number, :openedAt, :policy, :step, :dueAt, :acknowledgedAt, :told,
                      :waiting)
                    """)
                .bind("number", escalation.incident())
                .bind("openedAt", escalation.openedAt().toEpochMilli())
                .bind("policy", escalation.policy())
                .bind("step", escalation.step())
                .bind("dueAt", escalation.due().toEpochMilli())
                .bind("acknowledgedAt", millis(escalation.acknowledgedAt()))
                .bind("told", Json.list(escalation.told()))
                .bind("waiting", Json.list(waiting))
                .execute());
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli();
  }

  @Override
  public void forget(int incident) {
    var _ =
        database.with(handle ->
            handle
                .createUpdate("DELETE FROM oncall_escalation WHERE number = :number")
                .bind("number", incident)
                .execute());
  }

  @Override
  public byte[] linkKey(Supplier<byte[]> fresh) {
    return database.with(handle -> {
      Optional<String> kept =
          handle
              .createQuery("SELECT value FROM secret WHERE name = :name")
              .bind("name", LINK_KEY)
              .mapTo(String.class)
              .findOne();
      String hex = kept.orElseGet(() -> HexFormat.of().formatHex(fresh.get()));
      if (kept.isEmpty()) {
        handle
            .createUpdate("INSERT INTO secret (name, value) VALUES (:name, :value)")
            .bind("name", LINK_KEY)
            .bind("value", hex)
            .execute();
      }
      return HexFormat.of().parseHex(hex);
    });
  }
}
