package io.mallwatch.doors.api;

import io.mallwatch.doors.api.business.BusinessView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One figure of each sort, a book that does not add up, and a bill of 1200 yuan.
final class FakeBusiness implements BusinessView {

  private static final Instant AT = Instant.parse("2026-11-02T01:00:00Z");
  private static final Text TEXT = new Text("中文", "English");
  private static final Database DATABASE = new Database(true, "jdbc:mariadb://db/mall", AT, true);

  @Override
  public Board figures(@Nullable Instant at) {
    return new Board(
        at == null ? AT : at,
        DATABASE,
        List.of(
            new Figure(
                "dailyGMV",
                "R058",
                "transactions",
                "yuan",
                "24h",
                TEXT,
                TEXT,
                TEXT,
                TEXT,
                "database",
                400.0,
                List.of(),
                "mall_business_daily_gmv",
                new Way(400.0, null, "SELECT 400", AT),
                new Way(404.0, null, "sum(x)", AT),
                0.01),
            new Figure(
                "featureUsageRate",
                "R053",
                "users",
                "ratio",
                "24h",
                TEXT,
                TEXT,
                TEXT,
                TEXT,
                "none",
                null,
                List.of(new Share("points", 0.5)),
                "mall_business_feature_usage_rate",
                new Way(null, "the server does not answer", "SELECT 1", AT),
                null,
                null)));
  }

  @Override
  public Ledger ledger() {
    List<Map<String, String>> rows = List.of(Map.of("user_id", "7", "difference", "3"));
    return new Ledger(
        DATABASE,
        List.of(
            new Check(
                "balance_equals_entries", TEXT, TEXT, "broken", AT, 1, 3, rows, null, "SELECT 1")),
        List.of(new Breach(1, "balance_equals_entries", AT, AT, null, 1, 3, rows)));
  }

  @Override
  public List<Objective> objectives(@Nullable Instant at) {
    return List.of(new Objective("checkout", 0.98, "30d", 0.01, 0.5, 2.0, null, "sum(x)"));
  }

  @Override
  public Outlook forecast(@Nullable Instant at) {
    return new Outlook(List.of(new double[] {AT.toEpochMilli(), 80}), 1900.0, 0.12, null, "sum(x)");
  }

  @Override
  public Cost cost(Instant from, @Nullable Instant to) {
    return new Cost(
        from,
        to == null ? AT : to,
        300.0,
        1500.0,
        1300.0,
        1700.0,
        1200.0,
        12.0,
        20.0,
        new double[] {1500, 1480},
        1,
        null,
        "sum(x)",
        TEXT);
  }

  @Override
  public Optional<Cost> cost(String incident) {
    return incident.equals("INC-000001") ? Optional.of(cost(AT, null)) : Optional.empty();
  }
}
