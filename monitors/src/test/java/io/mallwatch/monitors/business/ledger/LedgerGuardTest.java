package io.mallwatch.monitors.business.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.monitors.business.ledger.Finding.State;
import io.mallwatch.monitors.business.mall.MallDatabase;
import io.mallwatch.monitors.business.mall.MallSchema;
import io.mallwatch.monitors.business.mall.TestMall;
import io.mallwatch.testkit.Gen;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LedgerGuardTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");

  private final List<String> book = new ArrayList<>();
  private final List<SeriesSamples> recorded = new ArrayList<>();

  private final class NotedBook implements LedgerBook {
    @Override
    public void broken(Finding finding) {
      book.add("broken " + finding.invariant().id());
    }

    @Override
    public void holds(String invariant, Instant at) {
      book.add("holds " + invariant);
    }

    @Override
    public List<Breach> recent(int most) {
      return List.of();
    }
  }

  private LedgerGuard guard(MallDatabase database) {
    return new LedgerGuard(
        database,
        new NotedBook(),
        batch -> {
          recorded.addAll(batch.series());
          return AppendResult.allAccepted(batch.size());
        });
  }

  private static Finding finding(LedgerGuard guard, String invariant) {
    return guard.findings().stream()
        .filter(finding -> finding.invariant().id().equals(invariant))
        .findFirst()
        .orElseThrow();
  }

  /// Two users with 10 and 4 points, all of it in their entries, and a paid order.
  private static void soundBooks(TestMall mall) throws SQLException {
    mall.sql(
        "INSERT INTO users VALUES (1, 'normal', 10, '2026-10-01 00:00:00', NULL),"
            + " (2, 'vip', 4, '2026-10-01 00:00:00', NULL)",
        "INSERT INTO points_transactions VALUES"
            + " (1, 1, 'opening', NULL, 9, '2026-10-01 00:00:00'),"
            + " (2, 1, 'recharge', NULL, 5, '2026-11-02 00:00:00'),"
            + " (3, 1, 'transfer_out', 2, 4, '2026-11-02 01:00:00'),"
            + " (4, 2, 'transfer_in', 1, 4, '2026-11-02 01:00:00')",
        "INSERT INTO purchase_orders VALUES"
            + " (1, 1, 100, 'paid', 'card', '2026-11-02 00:00:00', '2026-11-02 00:01:00')");
  }

  @Test
  void soundBooksHold() throws Exception {
    try (TestMall mall = new TestMall("sound", TestMall.SAMPLE);
        MallDatabase database = mall.open(MallSchema.DEFAULT)) {
      soundBooks(mall);
      LedgerGuard guard = guard(database);

      guard.check(NOW);

      assertThat(guard.findings()).hasSameSizeAs(Invariant.ALL);
      assertThat(guard.findings())
          .allSatisfy(finding ->
              assertThat(finding.state())
                  .as(finding.invariant().id() + " " + finding.reason() + finding.rows())
                  .isEqualTo(State.HOLDS));
      assertThat(book).allMatch(line -> line.startsWith("holds "));
      assertThat(recorded)
          .filteredOn(s -> s.labels().metricName().equals("mallwatch_ledger_offending_rows"))
          .hasSameSizeAs(Invariant.ALL)
          .allMatch(series -> series.values()[0] == 0);
    }
  }

  @Test
  void everyFaultIsFoundByTheInvariantThatForbidsIt() throws Exception {
    record Fault(String sql, String invariant, double difference) {}
    List<Fault> faults =
        List.of(
            new Fault(
                "UPDATE users SET points = points + 2.5 WHERE id = 2",
                "balance_equals_entries",
                2.5),
            new Fault("UPDATE users SET points = -3 WHERE id = 1", "no_negative_balance", 3),
            new Fault(
                "DELETE FROM points_transactions WHERE kind = 'transfer_in'",
                "transfers_balance",
                4),
            new Fault(
                "INSERT INTO points_transactions SELECT 99, user_id, kind, counterparty_id, amount,"
                    + " created_at FROM points_transactions WHERE id = 2",
                "no_double_credit",
                5),
            new Fault("UPDATE purchase_orders SET channel = NULL", "paid_order_has_payment", 100),
            new Fault("UPDATE purchase_orders SET amount = -7", "order_amount_positive", 7));
    for (Fault fault : faults) {
      try (TestMall mall = new TestMall("fault_" + fault.invariant(), TestMall.SAMPLE);
          MallDatabase database = mall.open(MallSchema.DEFAULT)) {
        soundBooks(mall);
        mall.sql(fault.sql());
        LedgerGuard guard = guard(database);

        guard.check(NOW);

        Finding finding = finding(guard, fault.invariant());
        assertThat(finding.state()).as(fault.invariant()).isEqualTo(State.BROKEN);
        assertThat(finding.offending()).as(fault.invariant()).isEqualTo(1);
        assertThat(finding.difference()).as(fault.invariant()).isEqualTo(fault.difference());
        assertThat(book).contains("broken " + fault.invariant());
      }
    }
  }

  /// Any double spend among random transfers: the sum of entries no longer is the balance.
  @Test
  void aDoubleSpendNeverGoesUnseen() {
    int[] run = new int[1];
    Gen.forAll(
        20,
        random -> random,
        random -> {
          try (TestMall mall = new TestMall("spend" + run[0]++, TestMall.SAMPLE);
              MallDatabase database = mall.open(MallSchema.DEFAULT)) {
            transfers(mall, random);
            LedgerGuard guard = guard(database);
            guard.check(NOW);
            assertThat(finding(guard, "balance_equals_entries").state()).isEqualTo(State.HOLDS);

            int victim = 1 + random.nextInt(5);
            mall.sql(
                "UPDATE users SET points = points - %d WHERE id = %d"
                    .formatted(1 + random.nextInt(20), victim));
            guard.check(NOW.plusSeconds(60));

            Finding finding = finding(guard, "balance_equals_entries");
            assertThat(finding.state()).isEqualTo(State.BROKEN);
            assertThat(finding.rows().getFirst()).containsEntry("user_id", "" + victim);
          } catch (SQLException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void transfers(TestMall mall, RandomGenerator random) throws SQLException {
    int[] balance = new int[6];
    int entry = 1;
    for (int user = 1; user <= 5; user++) {
      balance[user] = 1000;
      mall.sql(entry(entry++, user, "opening", "NULL", 1000));
    }
    for (int i = 0; i < 30; i++) {
      int from = 1 + random.nextInt(5);
      int to = 1 + from % 5;
      int amount = 1 + random.nextInt(30);
      balance[from] -= amount;
      balance[to] += amount;
      mall.sql(
          entry(entry++, from, "transfer_out", "" + to, amount),
          entry(entry++, to, "transfer_in", "" + from, amount));
    }
    for (int user = 1; user <= 5; user++) {
      mall.sql(
          "INSERT INTO users VALUES (%d, 'normal', %d, '2026-01-01 00:00:00', NULL)"
              .formatted(user, balance[user]));
    }
  }

  private static String entry(int id, int user, String kind, String other, int amount) {
    return "INSERT INTO points_transactions VALUES (%d, %d, '%s', %s, %d, TIMESTAMPADD(SECOND, %d, TIMESTAMP '2026-11-01 03:00:00'))"
        .formatted(id, user, kind, other, amount, id);
  }

  @Test
  void aDatabaseThatCannotBeReadBreaksNothingAndMendsNothing() throws Exception {
    try (TestMall mall = new TestMall("unreadable", List.of());
        MallDatabase database = mall.open(MallSchema.DEFAULT)) {
      LedgerGuard guard = guard(database);

      guard.check(NOW);

      assertThat(guard.findings()).allMatch(finding -> finding.state() == State.UNCHECKED);
      assertThat(guard.findings()).allMatch(finding -> finding.reason() != null);
      assertThat(book).isEmpty();
      assertThat(recorded)
          .extracting(series -> series.labels().metricName())
          .containsOnly("mallwatch_ledger_checked");
    }
  }

  @Test
  void withoutADatabaseNothingIsSaid() {
    try (MallDatabase database =
        new MallDatabase(
            Optional::empty, MallSchema.DEFAULT, ZoneOffset.UTC, Duration.ofSeconds(1))) {
      LedgerGuard guard = guard(database);

      guard.check(NOW);

      assertThat(guard.findings()).isEmpty();
      assertThat(recorded).isEmpty();
    }
  }

  @Test
  void longIdsAreMaskedSinceTheyMayBeTelephoneNumbers() {
    assertThat(LedgerGuard.masked("13812345678")).isEqualTo("138****678");
    assertThat(LedgerGuard.masked("20417")).isEqualTo("20417");
  }
}
