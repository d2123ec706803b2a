package io.mallwatch.server.state;

import io.mallwatch.monitors.security.Finding;
import io.mallwatch.monitors.security.FindingRepository;
import io.mallwatch.monitors.security.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// Security findings, in the state file.
public final class SqlFindings implements FindingRepository {

  private final StateDatabase database;

  public SqlFindings(StateDatabase database) {
    this.database = database;
  }

  @Override
  public List<Finding> newest(int most) {
    return database
        .with(handle ->
            handle
                .createQuery("SELECT * FROM security_finding ORDER BY number DESC LIMIT :most")
                .bind("most", most)
                .map((row, _) -> finding(row))
                .list())
        .reversed();
  }

  @Override
  public void save(Collection<Finding> findings, int keep) {
    database.with(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              """
              INSERT INTO security_finding (number, detection, level, subject, service, first_at,
                last_at, heard_at, hits, evidence, acknowledged_by, acknowledged_at, note)
              VALUES (:number, :detection, :level, :subject, :service, :firstAt, :lastAt, :heardAt,
                :hits, :evidence, :by, :at, :note)
              ON CONFLICT (number) DO UPDATE SET level = excluded.level,
                first_at = excluded.first_at, last_at = excluded.last_at,
                heard_at = excluded.heard_at, hits = excluded.hits, evidence = excluded.evidence,
                acknowledged_by = excluded.acknowledged_by,
                acknowledged_at = excluded.acknowledged_at, note = excluded.note
              """);
      findings.forEach(finding -> bind(batch, finding));
      batch.execute();
      return handle
          .createUpdate(
              """
              DELETE FROM security_finding
              WHERE number <= (SELECT MAX(number) FROM security_finding) - :keep
              """)
          .bind("keep", keep)
          .execute();
    });
  }

  private static void bind(PreparedBatch batch, Finding finding) {
    Finding.@Nullable Acknowledgement acknowledged = finding.acknowledged();
    List<String> evidence = new ArrayList<>();
    for (Finding.Evidence one : finding.evidence()) {
      evidence.add(one.index());
      evidence.add(one.id());
    }
    batch
        .bind("number", finding.number())
        .bind("detection", finding.detection())
        .bind("level", finding.level().text())
        .bind("subject", finding.subject())
        .bind("service", finding.service())
        .bind("firstAt", finding.firstAt().toEpochMilli())
        .bind("lastAt", finding.lastAt().toEpochMilli())
        .bind("heardAt", finding.heardAt().toEpochMilli())
        .bind("hits", finding.hits())
        .bind("evidence", Json.list(evidence))
        .bind("by", acknowledged == null ? null : acknowledged.by())
        .bind("at", acknowledged == null ? null : acknowledged.at().toEpochMilli())
        .bind("note", acknowledged == null ? null : acknowledged.note())
        .add();
  }

  private static Finding finding(ResultSet row) throws SQLException {
    List<Finding.Evidence> evidence = new ArrayList<>();
    List<String> texts = Json.readList(row.getString("evidence"));
    for (int i = 0; i + 1 < texts.size(); i += 2) {
      evidence.add(new Finding.Evidence(texts.get(i), texts.get(i + 1)));
    }
    String by = row.getString("acknowledged_by");
    return new Finding(
        row.getLong("number"),
        row.getString("detection"),
        Level.of(row.getString("level")),
        row.getString("subject"),
        row.getString("service"),
        Instant.ofEpochMilli(row.getLong("first_at")),
        Instant.ofEpochMilli(row.getLong("last_at")),
        Instant.ofEpochMilli(row.getLong("heard_at")),
        row.getLong("hits"),
        evidence,
        by == null
            ? null
            : new Finding.Acknowledgement(
                by, row.getString("note"), Instant.ofEpochMilli(row.getLong("acknowledged_at"))));
  }
}
