package io.mallwatch.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogStore;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogIntakeTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final KeepingStore store = new KeepingStore();
  private final LogIntake intake =
      new LogIntake(store, Masking.on(), clock, Duration.ofDays(30), Duration.ofDays(1));

  private static LogEntry at(Instant time, String message) {
    return LogEntry.builder(time, LogLevel.INFO, "s", message).build();
  }

  @Test
  void entriesGoToTheDailyIndexOfTheirOwnTime() {
    List<LogStore.Appended> outcomes =
        intake.accept(
            List.of(
                at(Instant.parse("2026-11-02T01:00:00Z"), "a"),
                at(Instant.parse("2026-11-01T23:59:59Z"), "b"),
                at(Instant.parse("2026-11-02T00:00:00Z"), "c")));

    assertThat(store.batches())
        .extracting(LogBatch::index)
        .containsExactly("zhongdao-mall-logs-2026.11.02", "zhongdao-mall-logs-2026.11.01");
    assertThat(outcomes)
        .extracting(LogStore.Appended::id)
        .containsExactly(
            "zhongdao-mall-logs-2026.11.02-0",
            "zhongdao-mall-logs-2026.11.01-2",
            "zhongdao-mall-logs-2026.11.02-1");
  }

  @Test
  void absurdTimesBecomeTheTimeOfArrivalAndAreKept() {
    Instant now = clock.instant();
    intake.accept(
        new LogBatch(
            "i",
            List.of(
                at(now.minus(Duration.ofDays(31)), "old"),
                at(now.plus(Duration.ofDays(2)), "ahead"),
                at(now.minus(Duration.ofDays(29)), "late"))));

    List<LogEntry> kept = store.batches().getFirst().entries();
    assertThat(kept)
        .extracting(LogEntry::timestamp)
        .containsExactly(now, now, now.minus(Duration.ofDays(29)));
    assertThat(kept.getFirst().tags()).containsExactly(LogIntake.TIME_ADJUSTED);
    assertThat(kept.getFirst().data()).containsEntry("_timestamp", "2026-10-02T02:00:00Z");
    assertThat(kept.get(2).tags()).isEmpty();
    assertThat(counted("time_adjusted")).isEqualTo(2);
  }

  private long counted(String name) {
    var counter = intake.counters().get(name);
    return counter == null ? 0 : counter.sum();
  }

  @Test
  void hugeTextsAreCutAndMarked() {
    String huge = "a".repeat(LogIntake.MAX_TEXT - 1) + "😀 and more";
    LogEntry entry =
        LogEntry.builder(clock.instant(), LogLevel.ERROR, "s", huge)
            .error(new LogEntry.LogError("E", "m", huge))
            .build();

    intake.accept(new LogBatch("i", List.of(entry)));

    LogEntry kept = store.batches().getFirst().entries().getFirst();
    assertThat(kept.message()).hasSize(LogIntake.MAX_TEXT - 1);
    assertThat(kept.error()).isNotNull();
    assertThat(kept.tags()).containsExactly(LogIntake.TRUNCATED);
    assertThat(counted("truncated")).isEqualTo(1);
  }

  @Test
  void whatTheStoreRefusesIsCounted() {
    store.failNext(new StoreUnavailableException("full"));

    assertThatThrownBy(() -> intake.accept(new LogBatch("i", List.of(at(clock.instant(), "a")))))
        .isInstanceOf(StoreUnavailableException.class);
    intake.dropped("malformed", 3);
    assertThat(counted("dropped_unavailable")).isEqualTo(1);
    assertThat(counted("dropped_malformed")).isEqualTo(3);
    assertThat(counted("accepted")).isZero();
  }
}
