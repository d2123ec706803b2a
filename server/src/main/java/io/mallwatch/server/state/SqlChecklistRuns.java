package io.mallwatch.server.state;

import io.mallwatch.ops.checklist.Checklist;
import io.mallwatch.ops.checklist.ChecklistRun;
import io.mallwatch.ops.checklist.ChecklistRun.Entry;
import io.mallwatch.ops.checklist.ChecklistRuns;
import io.mallwatch.ops.checklist.Evidence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/// Checklists in the state file. The oldest runs beyond [#MOST] are forgotten.
public final class SqlChecklistRuns implements ChecklistRuns {

  /// Most runs kept.
  static final int MOST = 5_000;

  private static final int MOST_AT_ONCE = 1_000;

  private final StateDatabase database;
  private final int most;

  public SqlChecklistRuns(StateDatabase database) {
    this(database, MOST);
  }

  SqlChecklistRuns(StateDatabase database, int most) {
    this.database = database;
    this.most = most;
  }

  @Override
  public ChecklistRun add(ChecklistRun run) {
    return database.with(handle -> {
      handle
          .createUpdate(
              "INSERT INTO checklist_run (checklist, begun, due) VALUES (:checklist, :begun, :due)")
          .bind("checklist", run.checklist())
          .bind("begun", run.begunAt().toEpochMilli())
          .bind("due", run.dueAt().toEpochMilli())
          .execute();
      long id = handle.createQuery("SELECT MAX(id) FROM checklist_run").mapTo(Long.class).one();
      for (int place = 0; place < run.entries().size(); place++) {
        bind(
                handle.createUpdate(
                    """
                    INSERT INTO checklist_entry (run_id, place, item, title, title_en, state,
                      signed_by, at, note, kind, query, result, asked, sha256)
                    VALUES (:run, :place, :item, :title, :titleEn, :state, :by, :at, :note, :kind,
                      :query, :result, :asked, :sha256)
                    """),
                id,
                run.entries().get(place))
            .bind("place", place)
            .execute();
      }
      handle
          .createUpdate("DELETE FROM checklist_run WHERE id <= :oldest")
          .bind("oldest", id - most)
          .execute();
      return new ChecklistRun(id, run.checklist(), run.begunAt(), run.dueAt(), run.entries());
    });
  }

  @Override
  public void save(long run, Entry entry) {
    var _ =
        database.with(handle ->
            bind(
                    handle.createUpdate(
                        """
                        UPDATE checklist_entry SET title = :title, title_en = :titleEn,
                          state = :state, signed_by = :by, at = :at, note = :note, kind = :kind,
                          query = :query, result = :result, asked = :asked, sha256 = :sha256
                        WHERE run_id = :run AND item = :item
                        """),
                    run,
                    entry)
                .execute());
  }

  private static Update bind(Update update, long run, Entry entry) {
    return update
        .bind("run", run)
        .bind("item", entry.item())
        .bind("title", entry.title().zh())
        .bind("titleEn", entry.title().en())
        .bind("state", entry.state().text())
        .bind("by", entry.by())
        .bind("at", entry.at().toEpochMilli())
        .bind("note", entry.note())
        .bind("kind", entry.evidence().kind())
        .bind("query", entry.evidence().query())
        .bind("result", entry.evidence().result())
        .bind("asked", entry.evidence().at().toString())
        .bind("sha256", entry.evidence().sha256());
  }

  @Override
  public Optional<ChecklistRun> find(long id) {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM checklist_run WHERE id = :id")
            .bind("id", id)
            .map((row, _) -> run(handle, row))
            .findOne());
  }

  @Override
  public List<ChecklistRun> newest(String checklist, int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM checklist_run WHERE checklist = :checklist
                ORDER BY begun DESC, id DESC LIMIT :limit
                """)
            .bind("checklist", checklist)
            .bind("limit", limit)
            .map((row, _) -> run(handle, row))
            .list());
  }

  @Override
  public List<ChecklistRun> between(Instant from, Instant until) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM checklist_run WHERE begun >= :from AND begun < :until
                ORDER BY begun, id LIMIT :limit
                """)
            .bind("from", from.toEpochMilli())
            .bind("until", until.toEpochMilli())
            .bind("limit", MOST_AT_ONCE)
            .map((row, _) -> run(handle, row))
            .list());
  }

  private static ChecklistRun run(Handle handle, ResultSet row) throws SQLException {
    long id = row.getLong("id");
    return new ChecklistRun(
        id,
        row.getString("checklist"),
        Instant.ofEpochMilli(row.getLong("begun")),
        Instant.ofEpochMilli(row.getLong("due")),
        handle
            .createQuery("SELECT * FROM checklist_entry WHERE run_id = :run ORDER BY place")
            .bind("run", id)
            .map((entry, _) -> entry(entry))
            .list());
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getString("item"),
        new Checklist.Text(row.getString("title"), row.getString("title_en")),
        ChecklistRun.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("signed_by"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("note"),
        new Evidence(
            row.getString("kind"),
            row.getString("query"),
            row.getString("result"),
            Instant.parse(row.getString("asked")),
            row.getString("sha256")));
  }
}
