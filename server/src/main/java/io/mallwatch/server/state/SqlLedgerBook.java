package io.mallwatch.server.state;

import io.mallwatch.monitors.business.ledger.Finding;
import io.mallwatch.monitors.business.ledger.LedgerBook;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Breaches of the mall's books, in the state file.
public final class SqlLedgerBook implements LedgerBook {

  private final StateDatabase database;

  public SqlLedgerBook(StateDatabase database) {
    this.database = database;
  }

  @Override
  public void broken(Finding finding) {
    long at = finding.at().toEpochMilli();
    String rows = Json.list(finding.rows().stream().map(Json::map).toList());
    database.with(handle -> {
      int carriedOn =
          handle
              .createUpdate(
                  """
                  UPDATE ledger_breach SET last_seen = :at, offending = MAX(offending, :offending),
                    difference = MAX(difference, :difference), offenders = :rows
                  WHERE invariant = :invariant AND mended IS NULL
                  """)
              .bind("at", at)
              .bind("offending", finding.offending())
              .bind("difference", finding.difference())
              .bind("rows", rows)
              .bind("invariant", finding.invariant().id())
              .execute();
      if (carriedOn == 0) {
        handle
            .createUpdate(
                """
                INSERT INTO ledger_breach
                  (invariant, first_seen, last_seen, offending, difference, offenders)
                VALUES (:invariant, :at, :at, :offending, :difference, :rows)
                """)
            .bind("invariant", finding.invariant().id())
            .bind("at", at)
            .bind("offending", finding.offending())
            .bind("difference", finding.difference())
            .bind("rows", rows)
            .execute();
      }
      return null;
    });
  }

  @Override
  public void holds(String invariant, Instant at) {
    database.with(handle ->
        handle
            .createUpdate(
                """
                UPDATE ledger_breach SET mended = :at WHERE invariant = :invariant
                  AND mended IS NULL
                """)
            .bind("at", at.toEpochMilli())
            .bind("invariant", invariant)
            .execute());
  }

  @Override
  public List<Breach> recent(int most) {
    return database.with(handle ->
        handle
            .createQuery("SELECT * FROM ledger_breach ORDER BY id DESC LIMIT :most")
            .bind("most", most)
            .map((row, _) -> breach(row))
            .list());
  }

  private static Breach breach(ResultSet row) throws SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String one : Json.readList(row.getString("offenders"))) {
      rows.add(Json.readMap(one));
    }
    long mended = row.getLong("mended");
    @Nullable Instant end = row.wasNull() ? null : Instant.ofEpochMilli(mended);
    return new Breach(
        row.getLong("id"),
        row.getString("invariant"),
        Instant.ofEpochMilli(row.getLong("first_seen")),
        Instant.ofEpochMilli(row.getLong("last_seen")),
        end,
        row.getInt("offending"),
        row.getDouble("difference"),
        rows);
  }
}
