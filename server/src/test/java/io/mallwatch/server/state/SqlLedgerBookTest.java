package io.mallwatch.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.monitors.business.ledger.Finding;
import io.mallwatch.monitors.business.ledger.Invariant;
import io.mallwatch.monitors.business.ledger.LedgerBook.Breach;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlLedgerBookTest {

  private static final Instant NOON = Instant.parse("2026-11-02T04:00:00Z");

  @TempDir Path folder;

  private static Finding broken(Instant at, int rows, double difference) {
    return new Finding(
        Invariant.ALL.getFirst(),
        at,
        Finding.State.BROKEN,
        rows,
        difference,
        List.of(Map.of("user_id", "7", "difference", "" + difference)),
        null,
        "SELECT");
  }

  @Test
  void aBreachGoesOnUntilTheInvariantHoldsAgainAndOutlivesARestart() {
    String id = Invariant.ALL.getFirst().id();
    try (StateDatabase database = StateDatabase.open(folder.resolve("state.db"))) {
      SqlLedgerBook book = new SqlLedgerBook(database);
      book.holds(id, NOON.minusSeconds(60));
      book.broken(broken(NOON, 3, 9.5));
      book.broken(broken(NOON.plusSeconds(60), 1, 2));
      assertThat(book.recent(10)).hasSize(1).allMatch(breach -> breach.mended() == null);
      book.holds(id, NOON.plusSeconds(120));
      book.broken(broken(NOON.plusSeconds(180), 1, 1));
    }
    try (StateDatabase database = StateDatabase.open(folder.resolve("state.db"))) {
      List<Breach> breaches = new SqlLedgerBook(database).recent(10);

      assertThat(breaches).extracting(Breach::mended).containsExactly(null, NOON.plusSeconds(120));
      Breach first = breaches.getLast();
      assertThat(first.firstSeen()).isEqualTo(NOON);
      assertThat(first.lastSeen()).isEqualTo(NOON.plusSeconds(60));
      assertThat(first.offending()).isEqualTo(3);
      assertThat(first.difference()).isEqualTo(9.5);
      assertThat(first.rows()).containsExactly(Map.of("user_id", "7", "difference", "2.0"));
    }
  }
}
