package io.mallwatch.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [LogStore] promises. An engine's test extends this and gives a fresh store.
public abstract class LogStoreContract {

  protected static final Instant T0 = Instant.parse("2026-11-02T02:00:00Z");
  protected static final TimeRange ALWAYS =
      new TimeRange(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
  protected static final String INDEX = "zhongdao-mall-logs-2026.11.02";
  protected static final LogFilter ALL = new LogFilter.All();

  protected abstract LogStore openStore();

  protected static LogEntry.Builder line(int second, String message) {
    return LogEntry.builder(T0.plusSeconds(second), LogLevel.INFO, "order-service", message);
  }

  protected static List<String> messages(LogSearchResult result) {
    return result.hits().stream().map(hit -> hit.entry().message()).toList();
  }

  protected static LogSearchResult newest(LogStore store, LogFilter filter) {
    return store.search(LogQuery.newest(ALWAYS, filter, 1_000, Deadline.NEVER));
  }

  protected static LogQuery query(
      LogFilter filter, LogQuery.Order order, int offset, int limit, @Nullable String after) {
    return new LogQuery("*", ALWAYS, filter, order, offset, limit, after, 10_000, Deadline.NEVER);
  }

  private static List<String> append(LogStore store, LogEntry... entries) {
    return store.append(new LogBatch(INDEX, List.of(entries))).stream()
        .map(LogStore.Appended::id)
        .toList();
  }

  @Test
  void anEntryComesBackWholeWithItsIndexAndId() {
    LogEntry entry =
        LogEntry.builder(T0.plusNanos(123_456_789), LogLevel.ERROR, "payment", "支付失败 😀 é")
            .category("business_transaction")
            .action("purchase_order")
            .requestId("req-1")
            .userId("u-1")
            .traceId("4bf92f3577b34da6a3ce929d0e0e4736")
            .spanId("00f067aa0ba902b7")
            .error(
                new LogEntry.LogError("java.io.IOException", "broken pipe", "at a.B.c(B.java:1)"))
            .tags(List.of("slow", "双十一"))
            .durationMillis(12.5)
            .data("amount", 199.5)
            .data("count", 3L)
            .data("paid", true)
            .data("items", List.of(Map.of("sku", "A-1", "n", 2L), Map.of("sku", "B-2")))
            .build();
    try (LogStore store = openStore()) {
      List<String> ids = append(store, entry);

      List<LogHit> hits = newest(store, ALL).hits();
      assertThat(hits).hasSize(1);
      assertThat(hits.getFirst().entry()).isEqualTo(entry);
      assertThat(hits.getFirst().index()).isEqualTo(INDEX);
      assertThat(hits.getFirst().id()).isEqualTo(ids.getFirst());
      assertThat(store.find("*", ids.getFirst())).contains(hits.getFirst());
    }
  }

  @Test
  void anUnknownIdIsNotFound() {
    try (LogStore store = openStore()) {
      String id = append(store, line(1, "a").build()).getFirst();

      assertThat(store.find("*", "nonsense")).isEmpty();
      assertThat(store.find("*", "")).isEmpty();
      assertThat(store.find("*", id.substring(0, id.length() - 1) + "z")).isEmpty();
    }
  }

  @Test
  void searchReturnsNewestFirstAndOldestFirstIsItsMirror() {
    try (LogStore store = openStore()) {
      append(store, line(2, "b").build(), line(1, "a").build(), line(2, "c").build());

      assertThat(messages(newest(store, ALL))).containsExactly("c", "b", "a");
      assertThat(messages(store.search(query(ALL, LogQuery.Order.OLDEST_FIRST, 0, 10, null))))
          .containsExactly("a", "b", "c");
    }
  }

  @Test
  void theRangeIsHalfOpenToTheNanosecond() {
    try (LogStore store = openStore()) {
      append(
          store,
          LogEntry.builder(T0.minusNanos(1), LogLevel.INFO, "s", "before").build(),
          LogEntry.builder(T0, LogLevel.INFO, "s", "first").build(),
          LogEntry.builder(T0.plusSeconds(1).minusNanos(1), LogLevel.INFO, "s", "last").build(),
          LogEntry.builder(T0.plusSeconds(1), LogLevel.INFO, "s", "behind").build());

      LogQuery second =
          LogQuery.newest(new TimeRange(T0, T0.plusSeconds(1)), ALL, 10, Deadline.NEVER);
      assertThat(messages(store.search(second))).containsExactly("last", "first");
    }
  }

  @Test
  void pagesByOffsetAndByCursorJoinWithoutGapOrOverlap() {
    try (LogStore store = openStore()) {
      List<LogEntry> entries = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        // Over three days, with equal timestamps.
        entries.add(
            LogEntry.builder(T0.plus(Duration.ofHours(i / 2)), LogLevel.INFO, "s", "m" + i)
                .build());
      }
      store.append(new LogBatch(INDEX, entries));
      List<String> all = messages(newest(store, ALL));
      assertThat(all).hasSize(50).startsWith("m49", "m48").endsWith("m0");

      List<String> byOffset = new ArrayList<>();
      for (int offset = 0; offset < 50; offset += 7) {
        byOffset.addAll(
            messages(store.search(query(ALL, LogQuery.Order.NEWEST_FIRST, offset, 7, null))));
      }
      assertThat(byOffset).isEqualTo(all);

      assertThat(byCursor(store, LogQuery.Order.NEWEST_FIRST)).isEqualTo(all);
      assertThat(byCursor(store, LogQuery.Order.OLDEST_FIRST)).isEqualTo(all.reversed());
    }
  }

  private static List<String> byCursor(LogStore store, LogQuery.Order order) {
    List<String> got = new ArrayList<>();
    String after = null;
    while (true) {
      LogSearchResult page = store.search(query(ALL, order, 0, 7, after));
      assertThat(page.total()).isEqualTo(50);
      if (page.hits().isEmpty()) {
        return got;
      }
      got.addAll(messages(page));
      after = page.hits().getLast().cursor();
    }
  }

  @Test
  void aCursorWorksInBothDirectionsForTheLinesAround() {
    try (LogStore store = openStore()) {
      for (int i = 0; i < 9; i++) {
        append(store, line(i, "m" + i).build());
      }
      String middle = newest(store, ALL).hits().get(4).cursor();

      assertThat(messages(store.search(query(ALL, LogQuery.Order.NEWEST_FIRST, 0, 2, middle))))
          .containsExactly("m3", "m2");
      assertThat(messages(store.search(query(ALL, LogQuery.Order.OLDEST_FIRST, 0, 2, middle))))
          .containsExactly("m5", "m6");
    }
  }

  @Test
  void aCursorThatIsNoneIsRefused() {
    try (LogStore store = openStore()) {
      assertThatThrownBy(
              () -> store.search(query(ALL, LogQuery.Order.NEWEST_FIRST, 0, 2, "nonsense")))
          .isInstanceOf(BadQueryException.class);
    }
  }

  @Test
  void countingStopsAtItsBoundAndSaysSo() {
    try (LogStore store = openStore()) {
      for (int day = 0; day < 3; day++) {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          entries.add(line(day * 86_400 + i, "m").build());
        }
        store.append(new LogBatch(INDEX, entries));
      }

      for (int limit : List.of(0, 5, 100)) {
        LogSearchResult exact = store.search(counting(limit, 60));
        assertThat(exact.total()).isEqualTo(60);
        assertThat(exact.totalExact()).isTrue();
        assertThat(exact.hits()).hasSize(Math.min(limit, 60));

        LogSearchResult cut = store.search(counting(limit, 30));
        assertThat(cut.total()).isEqualTo(30);
        assertThat(cut.totalExact()).isFalse();
      }
    }
  }

  private static LogQuery counting(int limit, int upTo) {
    return new LogQuery(
        "*", ALWAYS, ALL, LogQuery.Order.NEWEST_FIRST, 0, limit, null, upTo, Deadline.NEVER);
  }

  @Test
  void indexPatternsChooseAmongIndices() {
    try (LogStore store = openStore()) {
      store.append(new LogBatch("zhongdao-mall-logs-2026.11.01", List.of(line(1, "a").build())));
      store.append(new LogBatch("zhongdao-mall-logs-2026.11.02", List.of(line(2, "b").build())));
      store.append(new LogBatch("nginx", List.of(line(3, "c").build(), line(90_000, "d").build())));

      assertThat(in(store, "zhongdao-mall-logs-*")).containsExactly("b", "a");
      assertThat(in(store, "nginx")).containsExactly("d", "c");
      assertThat(in(store, "*")).containsExactly("d", "c", "b", "a");
      assertThat(in(store, "*,-*.02")).containsExactly("d", "c", "a");
      assertThat(in(store, "nginx,*.01")).containsExactly("d", "c", "a");
      assertThat(in(store, "nothing-*")).isEmpty();
      assertThat(store.indices())
          .extracting(LogStore.IndexInfo::name, LogStore.IndexInfo::entries)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("nginx", 2L),
              org.assertj.core.groups.Tuple.tuple("zhongdao-mall-logs-2026.11.01", 1L),
              org.assertj.core.groups.Tuple.tuple("zhongdao-mall-logs-2026.11.02", 1L));
      assertThat(store.indices()).allMatch(index -> index.sizeBytes() > 0);
    }
  }

  private static List<String> in(LogStore store, String pattern) {
    return messages(
        store.search(
            new LogQuery(
                pattern,
                ALWAYS,
                ALL,
                LogQuery.Order.NEWEST_FIRST,
                0,
                10,
                null,
                100,
                Deadline.NEVER)));
  }

  @Test
  void histogramsAndFacetsAreExact() {
    try (LogStore store = openStore()) {
      append(
          store,
          line(0, "a").tags(List.of("x", "y")).data("city", "上海").build(),
          line(10, "b").tags(List.of("x")).data("city", "北京").build(),
          line(3_600, "c").data("city", "上海").build(),
          LogEntry.builder(T0.plusSeconds(90_000), LogLevel.ERROR, "payment", "d").build());

      LogCounts.Result result =
          aggregation(
                  ALL,
                  new LogCounts.Histogram(Duration.ofHours(1), ZoneOffset.UTC, "level"),
                  List.of("service", "tags", "data.city", "requestId"),
                  1)
              .in(store);

      assertThat(result.total()).isEqualTo(4);
      assertThat(result.bars())
          .containsExactly(
              new LogCounts.Bar(T0.toEpochMilli(), 2, Map.of("info", 2L)),
              new LogCounts.Bar(T0.plusSeconds(3_600).toEpochMilli(), 1, Map.of("info", 1L)),
              new LogCounts.Bar(T0.plusSeconds(90_000).toEpochMilli(), 1, Map.of("error", 1L)));
      assertThat(result.facets().get("service"))
          .isEqualTo(facet(1, new LogCounts.Value("order-service", 3)));
      assertThat(result.facets().get("tags")).isEqualTo(facet(1, new LogCounts.Value("x", 2)));
      assertThat(result.facets().get("data.city"))
          .isEqualTo(facet(1, new LogCounts.Value("上海", 2)));
      assertThat(result.facets().get("requestId")).isEqualTo(facet(0));
    }
  }

  private static LogCounts.Facet facet(long other, LogCounts.Value... values) {
    return new LogCounts.Facet(List.of(values), other);
  }

  private static LogCounts aggregation(
      LogFilter filter, LogCounts.@Nullable Histogram histogram, List<String> facets, int size) {
    return new LogCounts("*", ALWAYS, filter, histogram, facets, size, Deadline.NEVER);
  }

  @Test
  void daysOfAHistogramBeginAtMidnightOfTheZone() {
    try (LogStore store = openStore()) {
      append(
          store,
          LogEntry.builder(Instant.parse("2026-11-01T15:59:59Z"), LogLevel.INFO, "s", "1st")
              .build(),
          LogEntry.builder(Instant.parse("2026-11-01T16:00:00Z"), LogLevel.INFO, "s", "2nd")
              .build(),
          LogEntry.builder(Instant.parse("2026-11-02T15:00:00Z"), LogLevel.INFO, "s", "2nd")
              .build());
      ZoneId shanghai = ZoneId.of("Asia/Shanghai");

      assertThat(
              aggregation(
                      ALL, new LogCounts.Histogram(Duration.ofDays(1), shanghai, ""), List.of(), 0)
                  .in(store)
                  .bars())
          .containsExactly(
              new LogCounts.Bar(Instant.parse("2026-10-31T16:00:00Z").toEpochMilli(), 1, Map.of()),
              new LogCounts.Bar(Instant.parse("2026-11-01T16:00:00Z").toEpochMilli(), 2, Map.of()));
      assertThat(
              aggregation(
                      ALL, new LogCounts.Histogram(Duration.ofDays(7), shanghai, ""), List.of(), 0)
                  .in(store)
                  .bars())
          .extracting(LogCounts.Bar::startMillis)
          .containsExactly(
              Instant.parse("2026-10-25T16:00:00Z").toEpochMilli(),
              Instant.parse("2026-11-01T16:00:00Z").toEpochMilli());
    }
  }

  @Test
  void aTailHearsWhatPassesItsFilterInOrder() {
    try (LogStore store = openStore()) {
      append(store, line(1, "before").build());
      List<String> heard = new CopyOnWriteArrayList<>();
      try (LogStore.Tail tail =
          store.tail(new LogFilter.Words("", "timeout"), hit -> heard.add(hit.entry().message()))) {
        for (int i = 0; i < 100; i++) {
          append(store, line(2, "timeout " + i).build(), line(2, "fine " + i).build());
        }
        Await.until("the tail to hear 100 lines", () -> heard.size() == 100);
        assertThat(heard).startsWith("timeout 0", "timeout 1").endsWith("timeout 99");
        assertThat(tail.dropped()).isZero();
      }
      append(store, line(3, "timeout after").build());
      assertThat(newest(store, ALL).total()).isEqualTo(202);
      assertThat(heard).hasSize(100);
    }
  }

  @Test
  void aTailThatFallsBehindLosesTheOldestAndIsTold() throws InterruptedException {
    try (LogStore store = openStore()) {
      CountDownLatch started = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      List<String> heard = new CopyOnWriteArrayList<>();
      try (LogStore.Tail tail =
          store.tail(
              ALL,
              hit -> {
                heard.add(hit.entry().message());
                started.countDown();
                try {
                  go.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              })) {
        append(store, line(1, "first").build());
        started.await();
        List<LogEntry> many = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
          many.add(line(2, "m" + i).build());
        }
        store.append(new LogBatch(INDEX, many));
        assertThat(tail.dropped()).isEqualTo(500);
        go.countDown();
        Await.until("the tail to catch up", () -> heard.size() == 1_001);
        assertThat(heard).startsWith("first", "m500").endsWith("m1499");
      }
    }
  }

  @Test
  void anEmptyBatchIsKeptAsNothing() {
    try (LogStore store = openStore()) {
      assertThat(store.append(new LogBatch(INDEX, List.of()))).isEmpty();
      assertThat(newest(store, ALL).hits()).isEmpty();
    }
  }

  @Test
  void aDeadlineThatHasPassedEndsASearch() {
    try (LogStore store = openStore()) {
      append(store, line(1, "a").build());

      assertThatThrownBy(() ->
              store.search(LogQuery.newest(ALWAYS, ALL, 10, Deadline.after(Duration.ofNanos(1)))))
          .isInstanceOf(io.mallwatch.model.DeadlineExceededException.class);
    }
  }

  @Test
  void anEntryKeepsTheIdItIsGivenAndItsIndexHasItOnce() {
    try (LogStore store = openStore()) {
      List<LogStore.Appended> first =
          store.append(
              new LogBatch(
                  INDEX,
                  List.of(line(1, "a").build(), line(2, "b").build(), line(3, "c").build()),
                  Arrays.asList("id-1", null, "id-1")));
      List<LogStore.Appended> second =
          store.append(
              new LogBatch(
                  INDEX,
                  List.of(line(90_000, "d").build(), line(5, "e").build()),
                  List.of("id-1", "id-2")));
      List<LogStore.Appended> other =
          store.append(new LogBatch("other", List.of(line(6, "f").build()), List.of("id-1")));

      assertThat(first).extracting(LogStore.Appended::stored).containsExactly(true, true, false);
      assertThat(first.getFirst().id()).isEqualTo("id-1");
      assertThat(second).extracting(LogStore.Appended::stored).containsExactly(false, true);
      assertThat(second).extracting(LogStore.Appended::id).containsExactly("id-1", "id-2");
      assertThat(other.getFirst().stored()).isTrue();
      assertThat(messages(newest(store, ALL))).containsExactly("f", "e", "b", "a");
      assertThat(store.find(INDEX, "id-1").orElseThrow().entry().message()).isEqualTo("a");
      assertThat(store.find("oth*", "id-1").orElseThrow().entry().message()).isEqualTo("f");
      assertThat(store.find("nobody", "id-1")).isEmpty();
      assertThat(newest(store, ALL).hits().getLast().id()).isEqualTo("id-1");
      assertThat(store.capabilities().ownIds()).isTrue();
    }
  }

  @Test
  void ofManySendersOfTheSameIdsOneIsHeard() throws Exception {
    try (LogStore store = openStore();
        ExecutorService senders = Executors.newFixedThreadPool(4)) {
      List<Future<Long>> stored = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        stored.add(
            senders.submit(() -> {
              long kept = 0;
              for (int i = 0; i < 100; i++) {
                kept +=
                    store
                        .append(
                            new LogBatch(
                                INDEX,
                                List.of(line(i, "m").build(), line(i, "n").build()),
                                List.of("m" + i, "n" + i)))
                        .stream()
                        .filter(LogStore.Appended::stored)
                        .count();
              }
              return kept;
            }));
      }
      long all = 0;
      for (Future<Long> one : stored) {
        all += one.get();
      }
      assertThat(all).isEqualTo(200);
      assertThat(newest(store, ALL).total()).isEqualTo(200);
    }
  }

  @Test
  void aSnapshotSeesWhatWasThereWhenItWasMade() {
    try (LogStore store = openStore()) {
      append(store, line(1, "a").build(), line(90_000, "b").build());
      LogStore.Snapshot snapshot = store.snapshot(Duration.ofMinutes(1));
      append(store, line(2, "c").build());
      store.drop("*");
      LogQuery query = query(ALL, LogQuery.Order.NEWEST_FIRST, 0, 10, null);

      assertThat(messages(snapshot.search(query))).containsExactly("b", "a");
      assertThat(messages(store.held(snapshot.id()).orElseThrow().search(query)))
          .containsExactly("b", "a");
      assertThat(store.search(query).hits()).isEmpty();

      snapshot.close();
      assertThat(store.held(snapshot.id())).isEmpty();
      assertThatThrownBy(() -> snapshot.search(query)).isInstanceOf(BadQueryException.class);
      assertThat(store.held("nonsense")).isEmpty();
    }
  }

  @Test
  void droppedIndicesAreGoneAndTheirNamesCanBeUsedAgain() {
    try (LogStore store = openStore()) {
      store.append(new LogBatch("a-1", List.of(line(1, "one").build()), List.of("x")));
      store.append(new LogBatch("a-2", List.of(line(2, "two").build(), line(90_000, "3").build())));
      store.append(new LogBatch("b", List.of(line(4, "four").build())));

      assertThat(store.drop("nobody*")).isEmpty();
      assertThat(store.drop("a-*")).containsExactly("a-1", "a-2");

      assertThat(messages(newest(store, ALL))).containsExactly("four");
      assertThat(newest(store, ALL).total()).isEqualTo(1);
      assertThat(store.indices()).extracting(LogStore.IndexInfo::name).containsExactly("b");
      assertThat(store.find("a-1", "x")).isEmpty();
      assertThat(
              store
                  .aggregate(new LogAggregation("*", ALWAYS, ALL, Map.of(), 10, Deadline.NEVER))
                  .total())
          .isEqualTo(1);

      store.append(new LogBatch("a-1", List.of(line(5, "again").build()), List.of("x")));
      assertThat(messages(newest(store, ALL))).containsExactly("again", "four");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "支付失败",
        "付失",
        "订单 SF1000000001",
        "SF1000000001",
        "sf1000000001 支付失败",
        "余额不足",
        "order-service",
        "com.zhongdao.mall.order.OrderService",
        "OrderService",
        "service",
        "OrderService.java:87",
        "PaymentException",
        "https://mall.example.com/api/v1/orders/42?from=app",
        "/api/v1/orders",
        "微信Pay",
        "ＯＲＤＥＲ－service"
      })
  void whatAnOperatorTypesFindsTheLineAndNoOther(String typed) {
    LogEntry wanted =
        LogEntry.builder(
                T0,
                LogLevel.ERROR,
                "s",
                "订单 SF1000000001 支付失败：order-service 调用微信Pay返回 402，"
                    + "https://mall.example.com/api/v1/orders/42?from=app")
            .error(
                new LogEntry.LogError(
                    "com.zhongdao.mall.PaymentException",
                    "余额不足",
                    "com.zhongdao.mall.PaymentException: 余额不足\n"
                        + "\tat com.zhongdao.mall.order.OrderService.pay(OrderService.java:87)"))
            .build();
    try (LogStore store = openStore()) {
      append(
          store,
          wanted,
          line(1, "订单 SF1000000002 支付成功，未失败").build(),
          line(2, "失败支付，付款失 败，余额充足，api orders v1").build(),
          line(3, "reorder servicing of orders at mall.example.org, 微信 支付").build());

      assertThat(newest(store, new LogFilter.Words("", typed)).hits())
          .extracting(LogHit::entry)
          .containsExactly(wanted);
    }
  }
}
