package io.mallwatch.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryOptions.Priority;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class QueryLedgerTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final QueryLedger ledger = new QueryLedger(Duration.ofSeconds(2), clock);
  private final QueryOptions options =
      new QueryOptions(Deadline.NEVER, null, 0, Priority.RULE, "rule pay");

  @Test
  void queryIsListedWhileItIsAnswered() {
    String answer =
        ledger.keep(
            "up",
            options,
            ticket -> {
              ticket.readSamples(7);
              assertThat(ledger.running())
                  .singleElement()
                  .satisfies(running -> {
                    assertThat(running.query()).isEqualTo("up");
                    assertThat(running.since()).isEqualTo(clock.instant());
                    assertThat(running.samples()).isEqualTo(7);
                    assertThat(running.origin()).isEqualTo("rule pay");
                    assertThat(running.priority()).isEqualTo(Priority.RULE);
                  });
              return "answer";
            });

    assertThat(answer).isEqualTo("answer");
    assertThat(ledger.running()).isEmpty();
    assertThat(ledger.slowQueries()).isEmpty();
  }

  @Test
  void slowQueriesAreRememberedNewestFirstAndNotForever() {
    for (int i = 0; i < 103; i++) {
      String query = "slow " + i;
      ledger.keep(
          query,
          options,
          _ -> {
            clock.advance(Duration.ofSeconds(3));
            return "";
          });
    }

    assertThat(ledger.slowQueries()).hasSize(100);
    assertThat(ledger.slowQueries().getFirst().query()).isEqualTo("slow 102");
    assertThat(ledger.slowQueries().getFirst().took()).isEqualTo(Duration.ofSeconds(3));
    assertThat(ledger.totals().slow()).isEqualTo(103);
    assertThat(ledger.totals().ended()).isEqualTo(103);
    assertThat(ledger.totals().took()).isEqualTo(Duration.ofSeconds(309));
  }

  @Test
  void cancelledQueryEndsAtItsNextCheck() {
    assertThatThrownBy(() ->
            ledger.keep(
                "up",
                options,
                ticket -> {
                  FutureTask<String> work = new FutureTask<>(() -> "");
                  ticket.isComputedBy(work);
                  assertThat(ledger.cancel(ticket.id())).isTrue();
                  assertThat(work.isCancelled()).isTrue();
                  ticket.check();
                  return "";
                }))
        .isInstanceOfSatisfying(
            DeadlineExceededException.class, e -> assertThat(e.isCancelled()).isTrue());
    assertThat(ledger.cancel(1)).isFalse();
    assertThat(ledger.totals().refused()).containsEntry(Refusal.CANCELLED, 1L);
  }

  @Test
  void memoryIsSharedByThoseThatAreComputed() {
    QueryTicket first = ledger.unlisted("a", options);
    QueryTicket second = ledger.unlisted("b", options);
    assertThat(first.shareBytes(100)).isEqualTo(100);
    first.begins();
    second.begins();
    assertThat(first.shareBytes(100)).isEqualTo(50);
    second.ends();
    assertThat(first.shareBytes(100)).isEqualTo(100);
  }
}
