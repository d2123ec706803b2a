package io.mallwatch.logs.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages by time of a day so large that its segments are not looked at from end to end.
class TimeOrderTest {

  private static final int ENTRIES = 60_000;
  private static final Instant T0 = Instant.parse("2026-11-02T02:00:00Z");
  private static final TimeRange ALWAYS =
      new TimeRange(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));

  @TempDir Path folder;

  /// Nearly in order: most within a second, some a minute late, many at the same moment.
  private static LogEntry entry(int number, Random random) {
    long late = random.nextInt(50) == 0 ? random.nextInt(60_000) : random.nextInt(1_000);
    Instant at = T0.plusMillis((number * 5L - late) / 10 * 10);
    LogLevel level =
        number % 1_000 == 7 ? LogLevel.ERROR : number % 3 == 0 ? LogLevel.WARN : LogLevel.INFO;
    return LogEntry.builder(at, level, "s" + number % 5, "m" + number).build();
  }

  @Test
  void pagesAreThoseOfEverythingSorted() {
    List<LogEntry> entries = new ArrayList<>();
    Random random = new Random(3);
    try (LuceneLogStore store =
        LuceneLogStore.open(LuceneLogStoreTest.CONFIG, folder, FakeClock.mondayMorning())) {
      for (int i = 0; i < ENTRIES; i++) {
        entries.add(entry(i, random));
      }
      for (int i = 0; i < ENTRIES; i += 6_000) {
        store.append(new LogBatch("i", entries.subList(i, i + 6_000)));
      }
      entries.sort(Comparator.comparing(LogEntry::timestamp)); // stable: ties keep their arrival
      for (LogQuery.Order order : LogQuery.Order.values()) {
        List<LogEntry> all = order == LogQuery.Order.NEWEST_FIRST ? entries.reversed() : entries;
        check(store, order, new LogFilter.All(), all);
        check(store, order, new LogFilter.Equal("level", "warn"), only(all, LogLevel.WARN));
        check(store, order, new LogFilter.Equal("level", "error"), only(all, LogLevel.ERROR));
      }
    }
  }

  private static List<LogEntry> only(List<LogEntry> entries, LogLevel level) {
    return entries.stream().filter(entry -> entry.level() == level).toList();
  }

  private static void check(
      LuceneLogStore store, LogQuery.Order order, LogFilter filter, List<LogEntry> expected) {
    for (int[] page : new int[][] {{0, 1}, {0, 50}, {40, 50}, {9_000, 1_000}}) {
      LogSearchResult found = search(store, order, filter, page[0], page[1], null);
      assertThat(messages(found.hits()))
          .isEqualTo(
              expected.stream().skip(page[0]).limit(page[1]).map(LogEntry::message).toList());
      assertThat(found.total()).isEqualTo(Math.min(10_000, expected.size()));
      assertThat(found.totalExact()).isEqualTo(expected.size() <= 10_000);
    }
    String after = null;
    List<String> walked = new ArrayList<>();
    for (int turn = 0; turn < 8; turn++) {
      List<LogHit> page = search(store, order, filter, 0, 3_000, after).hits();
      walked.addAll(messages(page));
      after = page.isEmpty() ? after : page.getLast().cursor();
    }
    assertThat(walked).isEqualTo(expected.stream().limit(24_000).map(LogEntry::message).toList());
  }

  private static LogSearchResult search(
      LuceneLogStore store,
      LogQuery.Order order,
      LogFilter filter,
      int offset,
      int limit,
      @Nullable String after) {
    return store.search(
        new LogQuery("*", ALWAYS, filter, order, offset, limit, after, 10_000, Deadline.NEVER));
  }

  private static List<String> messages(List<LogHit> hits) {
    return hits.stream().map(hit -> hit.entry().message()).toList();
  }
}
