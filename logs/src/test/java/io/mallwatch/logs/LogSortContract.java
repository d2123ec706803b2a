package io.mallwatch.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.Gen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [LogStore] promises of orders by any field.
public abstract class LogSortContract {

  private static final Instant T0 = Instant.parse("2026-11-02T20:00:00Z");
  private static final TimeRange ALWAYS =
      new TimeRange(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
  private static final List<String> FIELDS =
      List.of(
          "level",
          "service",
          "userId",
          "requestId",
          "tags",
          "durationMillis",
          "timestamp",
          "message",
          "data.amount",
          "data.mixed",
          "data.orderId",
          "_index",
          "data.nowhere");

  protected abstract LogStore openStore();

  private record Asked(List<LogEntry> entries, List<LogSort> keys, LogQuery.Order order) {}

  private static Asked asked(RandomGenerator random) {
    List<LogEntry> entries = new ArrayList<>();
    int count = random.nextInt(1, 60);
    for (int i = 0; i < count; i++) {
      entries.add(entry(random, i));
    }
    List<LogSort> keys = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      keys.add(
          new LogSort(
              FIELDS.get(random.nextInt(FIELDS.size())),
              random.nextBoolean(),
              random.nextBoolean()));
    }
    return new Asked(
        entries, keys, LogQuery.Order.values()[random.nextInt(LogQuery.Order.values().length)]);
  }

  private static LogEntry entry(RandomGenerator random, int number) {
    Instant at = T0.plus(Duration.ofHours(random.nextInt(12))).plusNanos(random.nextInt(3));
    LogEntry.Builder entry =
        LogEntry.builder(
            at,
            LogLevel.values()[random.nextInt(LogLevel.values().length)],
            random.nextBoolean() ? "order" : "支付",
            "m" + number % 7);
    if (random.nextBoolean()) {
      entry.userId("u" + random.nextInt(4)).requestId("r" + random.nextInt(40));
    }
    if (random.nextBoolean()) {
      entry.durationMillis((double) random.nextInt(-3, 4)).tags(List.of("b", "a", "c😀"));
    }
    if (random.nextInt(3) > 0) {
      entry.data("amount", random.nextInt(5) / 2.0);
      entry.data("orderId", "SF100000000" + random.nextInt(20));
    }
    if (random.nextInt(3) > 0) {
      entry.data("mixed", random.nextBoolean() ? (Object) ("x" + random.nextInt(3)) : (Object) 7L);
    }
    return entry.build();
  }

  /// The value by the words of [LogSort].
  private static @Nullable Object value(LogSort key, LogHit hit) {
    if (key.field().equals("_index")) {
      return hit.index();
    }
    if (key.field().equals("timestamp")) {
      return hit.entry().timestamp().toEpochMilli();
    }
    List<Double> numbers = LogFields.numbers(hit.entry(), key.field());
    List<String> texts = LogFields.values(hit.entry(), key.field());
    if (!numbers.isEmpty()) {
      return numbers.getFirst();
    }
    Comparator<String> order = Comparator.naturalOrder();
    return texts.stream().max(key.descending() ? order : order.reversed()).orElse(null);
  }

  private static int compare(LogSort key, @Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == null && b == null ? 0 : (a == null) == key.missingFirst() ? -1 : 1;
    }
    int order =
        a instanceof Number x && b instanceof Number y
            ? Double.compare(x.doubleValue(), y.doubleValue())
            : a instanceof Number ? -1 : b instanceof Number ? 1 : a.toString().compareTo("" + b);
    return key.descending() ? -order : order;
  }

  private static LogQuery query(
      Asked asked, int offset, int limit, @Nullable String after, List<@Nullable Object> values) {
    return new LogQuery(
        "*",
        ALWAYS,
        new LogFilter.All(),
        new LogQuery.Sorting(asked.keys(), values),
        asked.order(),
        offset,
        limit,
        after,
        10_000,
        Deadline.NEVER);
  }

  @Test
  void anyOrderIsThatOfTheValuesAndThenOfTime() {
    try (LogStore store = openStore()) {
      Gen.forAll(
          25,
          LogSortContract::asked,
          asked -> {
            store.drop("*");
            for (LogEntry entry : asked.entries()) {
              store.append(new LogBatch("logs-" + entry.level().text(), List.of(entry)));
            }
            List<LogHit> byTime =
                new ArrayList<>(
                    store
                        .search(
                            new LogQuery(
                                "*",
                                ALWAYS,
                                new LogFilter.All(),
                                asked.order(),
                                0,
                                1_000,
                                null,
                                10_000,
                                Deadline.NEVER))
                        .hits());
            Comparator<LogHit> order = (_, _) -> 0;
            for (LogSort key : asked.keys()) {
              order = order.thenComparing((a, b) -> compare(key, value(key, a), value(key, b)));
            }
            byTime.sort(order);

            LogSearchResult all = store.search(query(asked, 0, 1_000, null, List.of()));
            assertThat(ids(all.hits())).isEqualTo(ids(byTime));
            assertThat(all.total()).isEqualTo(asked.entries().size());
            for (LogHit hit : all.hits()) {
              for (int i = 0; i < asked.keys().size(); i++) {
                assertThat(hit.sort().get(i)).isEqualTo(value(asked.keys().get(i), hit));
              }
            }
            assertThat(ids(byCursor(store, asked))).isEqualTo(ids(byTime));
            assertThat(ids(store.search(query(asked, 3, 5, null, List.of())).hits()))
                .isEqualTo(ids(byTime.stream().skip(3).limit(5).toList()));
            checkBehindValues(store, asked, all.hits());
          });
    }
  }

  private static List<String> ids(List<LogHit> hits) {
    return hits.stream().map(LogHit::id).toList();
  }

  private static List<LogHit> byCursor(LogStore store, Asked asked) {
    List<LogHit> got = new ArrayList<>();
    String after = null;
    while (true) {
      List<LogHit> page = store.search(query(asked, 0, 7, after, List.of())).hits();
      if (page.isEmpty()) {
        return got;
      }
      got.addAll(page);
      after = page.getLast().cursor();
    }
  }

  private static void checkBehindValues(LogStore store, Asked asked, List<LogHit> all) {
    List<@Nullable Object> middle = all.get(all.size() / 2).sort();
    int last = all.size() / 2;
    while (last + 1 < all.size() && all.get(last + 1).sort().equals(middle)) {
      last++;
    }
    List<LogHit> behind = store.search(query(asked, 0, 1_000, null, middle)).hits();
    assertThat(ids(behind)).isEqualTo(ids(all.subList(last + 1, all.size())));
  }

  @Test
  void aCursorOfAnotherOrderIsRefused() {
    try (LogStore store = openStore()) {
      LogEntry entry = LogEntry.builder(T0, LogLevel.INFO, "s", "m").build();
      store.append(new LogBatch("logs", List.of(entry)));
      Asked one =
          new Asked(
              List.of(),
              List.of(new LogSort("service", false, false)),
              LogQuery.Order.NEWEST_FIRST);
      Asked two =
          new Asked(
              List.of(),
              List.of(new LogSort("service", false, false), new LogSort("level", true, false)),
              LogQuery.Order.NEWEST_FIRST);
      String cursor =
          Objects.requireNonNull(
              store.search(query(one, 0, 1, null, List.of())).hits().getFirst().cursor());

      assertThat(store.search(query(one, 0, 1, cursor, List.of())).hits()).isEmpty();
      assertThatThrownBy(() -> store.search(query(two, 0, 1, cursor, List.of())))
          .isInstanceOf(BadQueryException.class);
      assertThatThrownBy(() -> query(two, 0, 1, null, List.of("s")))
          .isInstanceOf(BadQueryException.class);
    }
  }
}
