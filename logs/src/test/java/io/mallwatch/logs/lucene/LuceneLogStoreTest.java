package io.mallwatch.logs.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.LogStoreContract;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.TornCopies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneLogStoreTest extends LogStoreContract {

  static final LuceneLogConfig CONFIG =
      LuceneLogConfig.defaults()
          .withFreshness(new LuceneLogConfig.Freshness(Duration.ZERO, Duration.ofSeconds(60)))
          .withLimits(
              new LuceneLogConfig.Limits(32 << 20, Duration.ofSeconds(60), 3, 4 << 20, 5, 0, 8));

  @TempDir Path folder;
  @TempDir Path temp;

  private final FakeClock clock = FakeClock.mondayMorning();

  @Override
  protected LogStore openStore() {
    return open();
  }

  private LuceneLogStore open() {
    return LuceneLogStore.open(CONFIG, folder, clock);
  }

  @Test
  void whatWasAppendedIsThereAfterAnOrderlyEnd() {
    String id;
    try (LuceneLogStore store = open()) {
      id = store.append(new LogBatch(INDEX, List.of(line(1, "a").build()))).getFirst().id();
    }
    try (LuceneLogStore store = open()) {
      assertThat(store.recovery().clean()).isTrue();
      assertThat(store.find("*", id)).isPresent();
      assertThat(messages(newest(store, ALL))).containsExactly("a");
      String next =
          store.append(new LogBatch(INDEX, List.of(line(2, "b").build()))).getFirst().id();
      assertThat(next).isGreaterThan(id);
      assertThat(messages(newest(store, ALL))).containsExactly("b", "a");
    }
  }

  @Test
  void lateEntriesGoToTheirOwnDayAndFewDaysAreWrittenAtOnce() {
    try (LuceneLogStore store = open()) {
      List<LogEntry> entries = new ArrayList<>();
      for (int day = 0; day < 20; day++) {
        for (int i = 0; i < 3; i++) {
          entries.add(line(-86_400 * day + i, "day " + day + " line " + i).build());
        }
      }
      store.append(new LogBatch(INDEX, entries));
      store.append(new LogBatch(INDEX, entries));

      assertThat(newest(store, ALL).total()).isEqualTo(120);
      assertThat(store.stats().days()).isEqualTo(20);
      assertThat(folder.resolve("days/2026-10-14")).isDirectory();
    }
  }

  @Test
  void daysPastTheirAgeAreDropped() {
    try (LuceneLogStore store = open()) {
      store.append(
          new LogBatch(INDEX, List.of(line(0, "today").build(), line(-86_400, "old").build())));
      assertThat(newest(store, ALL).total()).isEqualTo(2);
      clock.advance(Duration.ofDays(30));
      store.append(new LogBatch(INDEX, List.of(line(1, "again").build())));
      io.mallwatch.testkit.Await.until(
          "the old day to go",
          () -> store.stats().counters().getOrDefault("dropped_retention_age", 0L) == 1);

      assertThat(messages(newest(store, ALL))).containsExactly("again", "today");
      assertThat(folder.resolve("days/2026-11-01")).doesNotExist();
    }
  }

  @Test
  void theOldestDaysGoWhenTheDiskShareIsUsedUp() {
    LuceneLogConfig small =
        CONFIG.withRetention(new LuceneLogConfig.Retention(Duration.ofDays(30), 1));
    try (LuceneLogStore store = open()) {
      store.append(
          new LogBatch(INDEX, List.of(line(0, "today").build(), line(-86_400, "old").build())));
    }
    try (LuceneLogStore store = LuceneLogStore.open(small, folder, clock)) {
      io.mallwatch.testkit.Await.until(
          "the old day to go",
          () -> store.stats().counters().getOrDefault("dropped_retention_size", 0L) == 1);
      assertThat(messages(newest(store, ALL))).containsExactly("today");
    }
  }

  @Test
  void aSecondStoreOnTheSameFolderIsRefused() {
    try (LuceneLogStore _ = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining(folder.toString());
    }
  }

  @Test
  void aCheckpointLetsTheWriteAheadLogGo() throws Exception {
    LuceneLogConfig eager =
        CONFIG.withDurability(
            new LuceneLogConfig.Durability(
                LuceneLogConfig.Sync.REQUEST,
                Duration.ofMillis(200),
                20_000,
                Duration.ofMinutes(5)));
    try (LuceneLogStore store = LuceneLogStore.open(eager, folder, clock)) {
      for (int i = 0; i < 200; i++) {
        store.append(new LogBatch(INDEX, List.of(line(i, "x".repeat(1_000)).build())));
      }
      store.checkpoint();
      try (var files = Files.list(folder.resolve("wal"))) {
        assertThat(files.count()).isLessThanOrEqualTo(2);
      }
      assertThat(newest(store, ALL).total()).isEqualTo(200);
    }
  }

  @Test
  void strangeEntriesAreKeptAndFound() {
    try (LuceneLogStore store = open()) {
      LogEntry huge =
          LogEntry.builder(T0, LogLevel.INFO, "s".repeat(40_000), "m".repeat(200_000))
              .requestId("r".repeat(50_000))
              .data("k".repeat(2_000), "v")
              .data("long", "v".repeat(100_000))
              .data("lone", "\uD83D")
              .data("", "empty key")
              .build();
      LogEntry early =
          LogEntry.builder(java.time.Instant.EPOCH.minusSeconds(1), LogLevel.INFO, "", "").build();
      store.append(new LogBatch(INDEX, List.of(huge, early)));

      assertThat(newest(store, ALL).total()).isEqualTo(1);
      assertThat(
              newest(store, new io.mallwatch.logs.LogFilter.Equal("data.long", "v".repeat(100_000)))
                  .total())
          .isEqualTo(1);
      assertThat(
              newest(store, new io.mallwatch.logs.LogFilter.Equal("service", "s".repeat(40_000)))
                  .total())
          .isEqualTo(1);
      assertThat(store.stats().counters()).containsEntry("data_leaf_not_indexed", 1L);
    }
  }

  @Test
  void idsStayUniqueAfterAStartWhereverTheEntriesAre() throws Exception {
    try (LuceneLogStore store = open()) {
      store.append(new LogBatch(INDEX, List.of(line(1, "a").build()), List.of("indexed")));
      store.checkpoint();
      store.append(new LogBatch(INDEX, List.of(line(2, "b").build()), List.of("logged")));
      Path copy = TornCopies.copy(folder, temp.resolve("copy"));
      try (LuceneLogStore again = LuceneLogStore.open(CONFIG, copy, clock)) {
        List<LogStore.Appended> outcomes =
            again.append(
                new LogBatch(
                    INDEX,
                    List.of(line(3, "c").build(), line(4, "d").build(), line(5, "e").build()),
                    List.of("indexed", "logged", "new")));
        assertThat(outcomes)
            .extracting(LogStore.Appended::stored)
            .containsExactly(false, false, true);
        assertThat(messages(newest(again, ALL))).containsExactly("e", "b", "a");
      }
    }
  }

  @Test
  void aDropIsDoneAgainWhenTheLogIsReplayed() throws Exception {
    try (LuceneLogStore store = open()) {
      store.append(new LogBatch("a", List.of(line(1, "one").build())));
      store.append(new LogBatch("b", List.of(line(2, "two").build(), line(90_000, "3").build())));
      store.drop("a");
      store.append(new LogBatch("a", List.of(line(4, "four").build())));
      store.drop("b");
      Path copy = TornCopies.copy(folder, temp.resolve("copy"));
      try (LuceneLogStore again = LuceneLogStore.open(CONFIG, copy, clock)) {
        assertThat(messages(newest(again, ALL))).containsExactly("four");
      }
    }
  }

  @Test
  void aSnapshotEndsWhenItIsNotAskedForInTime() {
    try (LuceneLogStore store = open()) {
      store.append(new LogBatch(INDEX, List.of(line(1, "a").build())));
      LogStore.Snapshot kept = store.snapshot(Duration.ofMinutes(1));
      LogStore.Snapshot left = store.snapshot(Duration.ofMinutes(1));
      clock.advance(Duration.ofSeconds(50));
      kept.keep(Duration.ofMinutes(1));
      clock.advance(Duration.ofSeconds(20));

      assertThat(store.held(kept.id())).isPresent();
      assertThat(store.held(left.id())).isEmpty();
      assertThatThrownBy(() -> store.snapshot(Duration.ofDays(2)))
          .isInstanceOf(io.mallwatch.model.BadQueryException.class);
      for (int i = 1; i < store.capabilities().snapshots(); i++) {
        store.snapshot(Duration.ofMinutes(1));
      }
      assertThatThrownBy(() -> store.snapshot(Duration.ofMinutes(1)))
          .isInstanceOf(io.mallwatch.model.StoreOverloadedException.class);
    }
  }

  @Test
  void aDayThatIsOverIsPackedOnceAndStillTakesLateEntries() {
    LuceneLogConfig eager =
        CONFIG.withFreshness(
            new LuceneLogConfig.Freshness(Duration.ZERO, Duration.ofSeconds(60), Duration.ZERO));
    try (LuceneLogStore store = LuceneLogStore.open(eager, folder, clock)) {
      for (int i = 0; i < 3; i++) {
        store.append(new LogBatch(INDEX, List.of(line(-86_400 + i, "old " + i).build())));
        store.checkpoint();
      }
      store.append(new LogBatch(INDEX, List.of(line(0, "today").build())));
      io.mallwatch.testkit.Await.until(
          "the day to be sealed",
          () -> store.stats().counters().getOrDefault("days_sealed", 0L) >= 1);
      assertThat(messages(newest(store, ALL))).containsExactly("today", "old 2", "old 1", "old 0");

      store.append(new LogBatch(INDEX, List.of(line(-86_000, "late").build())));
      assertThat(messages(newest(store, ALL)))
          .containsExactly("today", "late", "old 2", "old 1", "old 0");
    }
    try (LuceneLogStore store = LuceneLogStore.open(eager, folder, clock)) {
      assertThat(messages(newest(store, ALL)))
          .containsExactly("today", "late", "old 2", "old 1", "old 0");
    }
  }

  @Test
  void aRefreshShowsWhatWasAppendedBeforeIt() {
    LuceneLogConfig lazy =
        CONFIG.withFreshness(new LuceneLogConfig.Freshness(Duration.ofHours(1), Duration.ZERO));
    try (LuceneLogStore store = LuceneLogStore.open(lazy, folder, clock)) {
      for (int i = 0; i < 3; i++) {
        store.append(new LogBatch(INDEX, List.of(line(i, "line " + i).build())));
        store.refresh();

        assertThat(messages(newest(store, ALL))).hasSize(i + 1).first().isEqualTo("line " + i);
        assertThat(store.indices()).extracting(LogStore.IndexInfo::entries).containsExactly(i + 1L);
      }
    }
  }

  @Test
  void whoeverIsInterruptedWhileSearchingHarmsNobody() {
    try (LuceneLogStore store = open()) {
      for (int i = 0; i < 5; i++) {
        store.append(new LogBatch(INDEX, List.of(line(i, "line " + i).build())));
        store.refresh();
        store.append(new LogBatch(INDEX, List.of(line(i, "more " + i).build())));
        Thread.currentThread().interrupt();
        try {
          newest(store, ALL);
          store.refresh();
        } catch (RuntimeException e) {
          // it may be told so; the others may not suffer
        } finally {
          assertThat(Thread.interrupted()).isTrue();
        }
        store.refresh();

        assertThat(newest(store, ALL).total()).isEqualTo(2 * i + 2);
      }
      assertThat(store.stats().counters()).doesNotContainKeys("index_retry", "commit_failed");
    }
  }

  @Test
  void whatIsToldWhileItRunsIsKeptForAShorterTime() {
    try (LuceneLogStore store = open()) {
      store.append(new LogBatch("filebeat-000001", List.of(line(-5 * 86_400, "old").build())));
      store.append(new LogBatch("filebeat-000001", List.of(line(0, "today").build())));
      store.append(new LogBatch("other", List.of(line(-5 * 86_400, "else").build())));
      store.refresh();
      store.keep(java.util.Map.of("filebeat-000001", Duration.ofDays(3)));
      clock.advance(Duration.ofMinutes(20));

      io.mallwatch.testkit.Await.until("it to go", () -> newest(store, ALL).total() == 2);
      assertThat(store.stats().counters()).containsEntry("dropped_retention_rule", 1L);
      assertThat(newest(store, ALL).hits())
          .extracting(hit -> hit.index() + " " + hit.entry().message())
          .containsExactly("filebeat-000001 today", "other else");
    }
  }

  @Test
  void aRuleKeepsSomeEntriesForAShorterTime() {
    LuceneLogConfig ruled =
        CONFIG.withRetention(
            new LuceneLogConfig.Retention(
                Duration.ofDays(30),
                1L << 40,
                List.of(
                    new LuceneLogConfig.KeepRule(
                        "mall-*",
                        java.util.Set.of(LogLevel.DEBUG, LogLevel.TRACE),
                        Duration.ofDays(1)),
                    new LuceneLogConfig.KeepRule(
                        "nginx", java.util.Set.of(), Duration.ofDays(1)))));
    try (LuceneLogStore store = open()) {
      LogEntry debug =
          LogEntry.builder(T0.minus(Duration.ofDays(3)), LogLevel.DEBUG, "s", "debug").build();
      store.append(new LogBatch("mall-a", List.of(debug, line(-3 * 86_400 + 1, "info").build())));
      store.append(new LogBatch("other", List.of(debug)));
      store.append(new LogBatch("nginx", List.of(line(-5 * 86_400, "access").build())));
      store.append(new LogBatch("nginx", List.of(line(0, "today").build())));
    }
    try (LuceneLogStore store = LuceneLogStore.open(ruled, folder, clock)) {
      io.mallwatch.testkit.Await.until(
          "both to go",
          () -> store.stats().counters().getOrDefault("dropped_retention_rule", 0L) == 2);
      assertThat(newest(store, ALL).hits())
          .extracting(hit -> hit.index() + " " + hit.entry().message())
          .containsExactly("nginx today", "mall-a info", "other debug");
      assertThat(folder.resolve("days/2026-10-28")).doesNotExist();
      assertThat(store.stats().counters()).doesNotContainKey("dropped_retention_age");
    }
  }
}
