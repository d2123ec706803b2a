package io.mallwatch.logs.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogCounts;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.query.FilterMatch;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.logs.query.LogFilters;
import io.mallwatch.logs.query.LogQueryParser;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The index against looking at every entry: the same entries, for thousands of random filters.
class FilterQueriesTest {

  private static final Instant FROM = Instant.parse("2026-11-01T12:00:00Z");
  private static final int SECONDS = 2 * 86_400;
  private static final TimeRange ALWAYS =
      new TimeRange(FROM.minusSeconds(1), FROM.plusSeconds(SECONDS));

  @TempDir static Path folder;

  private static LuceneLogStore store;
  private static final List<LogEntry> entries = new ArrayList<>();

  @BeforeAll
  static void fill() {
    store = LuceneLogStore.open(LuceneLogStoreTest.CONFIG, folder, FakeClock.mondayMorning());
    SplittableRandom random = new SplittableRandom(7);
    Gen<LogEntry> gen = RandomFilters.entries(FROM, SECONDS);
    for (int batch = 0; batch < 8; batch++) {
      List<LogEntry> some = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        some.add(gen.next(random));
      }
      entries.addAll(some);
      store.append(new LogBatch("mall", some));
      store.search(LogQuery.newest(ALWAYS, new LogFilter.All(), 1, Deadline.NEVER)); // a segment
    }
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static List<LogEntry> found(LogFilter filter) {
    return store.search(LogQuery.newest(ALWAYS, filter, 1_000, Deadline.NEVER)).hits().stream()
        .map(LogHit::entry)
        .toList();
  }

  @Test
  void theIndexFindsWhatLookingAtEveryEntryFinds() {
    Gen.forAll(
        800,
        random -> RandomFilters.filter(random, 3),
        filter ->
            assertThat(found(filter))
                .containsExactlyInAnyOrderElementsOf(
                    entries.stream().filter(FilterMatch.of(filter)).toList()));
  }

  @Test
  void aFilterWrittenAndReadAgainFindsTheSame() {
    Gen.forAll(
        2_000,
        random -> RandomFilters.filter(random, 3),
        filter -> {
          LogFilter again = LogQueryParser.parse(LogFilters.text(filter));
          assertThat(LogFilters.text(again))
              .isEqualTo(LogFilters.text(LogQueryParser.parse(LogFilters.text(again))));
          if (!hasTextEquality(filter)) {
            assertThat(entries.stream().filter(FilterMatch.of(again)).count())
                .as(LogFilters.text(filter))
                .isEqualTo(entries.stream().filter(FilterMatch.of(filter)).count());
          }
        });
  }

  private static boolean hasTextEquality(LogFilter filter) {
    return switch (filter) {
      case LogFilter.Equal(String field, _) ->
          LogFields.kind(LogFields.canonical(field)) == LogFields.Kind.TEXT;
      case LogFilter.And(List<LogFilter> some) ->
          some.stream().anyMatch(FilterQueriesTest::hasTextEquality);
      case LogFilter.Or(List<LogFilter> some) ->
          some.stream().anyMatch(FilterQueriesTest::hasTextEquality);
      case LogFilter.Not(LogFilter inner) -> hasTextEquality(inner);
      case LogFilter.Prefix(_, String prefix) -> prefix.isEmpty();
      case LogFilter.Like _, LogFilter.Near _, LogFilter.Between _ -> true;
      case LogFilter.DateBetween _, LogFilter.AtLeast _ -> true;
      default -> false;
    };
  }

  @Test
  void countsAreThoseOfLookingAtEveryEntry() {
    List<String> fields =
        List.of("level", "service", "tags", "userId", "requestId", "data.p0", "data.late");
    Gen.forAll(
        100,
        random -> RandomFilters.filter(random, 2),
        filter -> {
          List<LogEntry> passing = entries.stream().filter(FilterMatch.of(filter)).toList();
          LogCounts.Result result =
              new LogCounts(
                      "*",
                      ALWAYS,
                      filter,
                      new LogCounts.Histogram(
                          Duration.ofHours(1), java.time.ZoneOffset.UTC, "level"),
                      fields,
                      1_000,
                      Deadline.NEVER)
                  .in(store);
          assertThat(result.total()).isEqualTo(passing.size());
          assertThat(result.bars().stream().mapToLong(LogCounts.Bar::count).sum())
              .isEqualTo(passing.size());
          for (String field : fields) {
            Map<String, Long> counts = new HashMap<>();
            java.util.Objects.requireNonNull(result.facets().get(field))
                .values()
                .forEach(value -> counts.put(value.value(), value.count()));
            assertThat(counts).as(field).isEqualTo(counted(passing, field));
          }
        });
  }

  private static Map<String, Long> counted(List<LogEntry> passing, String field) {
    Map<String, Long> counts = new HashMap<>();
    for (LogEntry entry : passing) {
      new HashSet<>(LogFields.values(entry, field))
          .forEach(value -> counts.merge(value, 1L, Long::sum));
    }
    return counts;
  }
}
