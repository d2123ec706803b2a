package io.mallwatch.monitors.business.figure;

import io.mallwatch.monitors.business.mall.MallDatabase;
import io.mallwatch.monitors.business.mall.MallQueryException;
import io.mallwatch.monitors.business.mall.NotMappedException;
import io.mallwatch.monitors.business.mall.SqlTemplate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Figures from the mall's database. As the database, for one thread.
public final class DatabaseFigures {

  private static final int MOST_PARTS = 50;

  private final MallDatabase database;

  public DatabaseFigures(MallDatabase database) {
    this.database = database;
  }

  /// All figures as of `now`; when the database cannot be reached each of them says so.
  public Map<String, Reading> measure(List<Figure> figures, Instant now) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    for (Figure figure : figures) {
      SqlTemplate sql = figure.sql();
      if (sql != null) {
        readings.put(figure.id(), measure(sql, now));
      }
    }
    return readings;
  }

  private Reading measure(SqlTemplate sql, Instant now) {
    String shown = database.readable(sql, now);
    try {
      List<Map<String, Object>> rows = database.rows(sql, now, MOST_PARTS);
      Map<String, Double> parts = new LinkedHashMap<>();
      for (Map<String, Object> row : rows) {
        if (row.get("answer") instanceof Double value) {
          if (row.get("label") instanceof String label) {
            parts.put(label, value);
          } else {
            return Reading.of(now, value, shown);
          }
        }
      }
      return parts.isEmpty()
          ? Reading.missing(now, "nothing to divide by in the window", shown)
          : Reading.ofParts(now, parts, shown);
    } catch (NotMappedException | MallQueryException e) {
      String reason = e.getMessage();
      return Reading.missing(now, reason == null ? e.toString() : reason, shown);
    }
  }
}
