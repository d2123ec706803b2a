package io.mallwatch.metrics.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.tsdb.block.BlockMeta;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsdbTest {

  private static final Labels ORDERS = Labels.of("__name__", "orders_total", "shop", "a");
  private static final Labels UP = Labels.of("__name__", "up", "job", "mall");
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  @TempDir private Path dir;

  @Test
  void onlySeriesInRangeAreFound() {
    try (TsdbFixture store = TsdbFixture.open(dir)) {
      long now = store.now();
      store.append(UP, now, 1);
      store.append(ORDERS, now, 2);
      store.append(ORDERS.with("shop", "b"), now - HOUR, 3);

      assertThat(store.select()).hasSize(3);
      assertThat(store.tsdb.seriesSource().labels(List.of(), now - 1000, now))
          .containsExactly(ORDERS, UP);
      TimeRange hour = TimeRange.before(Instant.ofEpochMilli(now + 1), Duration.ofMinutes(1));
      assertThat(store.tsdb.labelNames(List.of(), hour)).containsExactly("__name__", "job", "shop");
      assertThat(store.tsdb.labelValues("shop", List.of(), hour)).containsExactly("a");
    }
  }

  @Test
  void aBatchIsSeenWholeOrNotAtAll() throws InterruptedException {
    try (TsdbFixture store = TsdbFixture.open(dir)) {
      List<SeriesSamples> first = new ArrayList<>();
      for (int s = 0; s < 50; s++) {
        first.add(SeriesSamples.of(ORDERS.with("shop", "s" + s), store.now(), 0));
      }
      store.tsdb.append(MetricBatch.ofSeries(first));
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 1; i <= 400; i++) {
                  List<SeriesSamples> batch = new ArrayList<>();
                  for (SeriesSamples series : first) {
                    batch.add(SeriesSamples.of(series.labels(), store.now() + i, i));
                  }
                  store.tsdb.append(MetricBatch.ofSeries(batch));
                }
              });
      boolean ended = false;
      while (!ended) {
        ended = !writer.isAlive();
        assertThat(store.select().stream().mapToInt(SeriesSamples::size).distinct().count())
            .isEqualTo(1);
      }
      writer.join();
      assertThat(store.samples(ORDERS.with("shop", "s7"))).hasSize(401);
    }
  }

  @Test
  void lateSamplesWithinTheWindowAreSortedIn() {
    try (TsdbFixture store = TsdbFixture.open(dir)) {
      long now = store.now();
      for (int i = 0; i < 200; i += 2) {
        store.append(ORDERS, now - HOUR + i * 10_000L, i);
      }
      for (int i = 199; i > 0; i -= 2) {
        assertThat(store.append(ORDERS, now - HOUR + i * 10_000L, i).rejectedCount()).isZero();
      }

      assertThat(List.copyOf(store.samples(ORDERS).values())).hasSize(200).isSorted();
    }
  }

  @Test
  void lateSamplesBehindTheWindowOfTheirOwnSeriesAreRefused() {
    try (TsdbFixture store = TsdbFixture.open(dir)) {
      long now = store.now();
      store.append(ORDERS, now, 1);

      assertThat(store.append(ORDERS, now - 2 * HOUR, 1).rejected())
          .isEqualTo(Map.of("too_old", 1));
      assertThat(store.append(UP, now - 2 * HOUR, 1).accepted()).isEqualTo(1);
      assertThat(store.append(ORDERS, now + HOUR, 1).rejected())
          .isEqualTo(Map.of("too_far_in_future", 1));
      assertThat(store.append(ORDERS, now - 1000, 5).accepted()).isEqualTo(1);
      assertThat(store.append(ORDERS, now - 1000, 6).rejected())
          .isEqualTo(Map.of("duplicate_timestamp", 1));
    }
  }

  @Test
  void withoutAWindowOrderIsStrict() {
    TsdbConfig strict = TsdbFixture.quiet().outOfOrderWindow(Duration.ZERO).build();
    try (TsdbFixture store = TsdbFixture.open(dir, strict, FakeClock.mondayMorning())) {
      store.append(ORDERS, store.now(), 1);

      assertThat(store.append(ORDERS, store.now() - 1, 1).rejected())
          .isEqualTo(Map.of("out_of_order", 1));
    }
  }

  @Test
  void oneBatchMayHoldSamplesOfOneSeriesInAnyOrderWithinTheWindow() {
    try (TsdbFixture store = TsdbFixture.open(dir)) {
      long now = store.now();
      AppendResult result =
          store.tsdb.append(
              MetricBatch.ofSeries(
                  List.of(
                      SeriesSamples.of(ORDERS, now, 3),
                      SeriesSamples.of(ORDERS, now - 10, 1),
                      SeriesSamples.of(ORDERS, now - 10, 1),
                      SeriesSamples.of(ORDERS, now - 10, 2),
                      SeriesSamples.of(ORDERS, now - 5, 2))));

      assertThat(result.accepted()).isEqualTo(4);
      assertThat(result.rejected()).isEqualTo(Map.of("duplicate_timestamp", 1));
      assertThat(store.samples(ORDERS).values()).containsExactly(1.0, 2.0, 3.0);
    }
  }

  @Test
  void newSeriesPastTheLimitAreRefusedAndOldOnesGoOn() {
    TsdbConfig small = TsdbFixture.quiet().maxSeries(2).build();
    try (TsdbFixture store = TsdbFixture.open(dir, small, FakeClock.mondayMorning())) {
      store.append(ORDERS, store.now(), 1);
      store.append(UP, store.now(), 1);

      AppendResult third = store.append(UP.with("job", "x"), store.now(), 1);

      assertThat(third.rejected()).isEqualTo(Map.of("series_limit", 1));
      assertThat(third.firstError()).contains("limit of 2 series");
      assertThat(store.append(UP, store.now() + 1, 1).accepted()).isEqualTo(1);
      assertThat(store.tsdb.stats().samplesRefused()).containsEntry("series_limit", 1L);
    }
  }

  @Test
  void labelsPastTheirLimitsAreRefused() {
    try (TsdbFixture store = TsdbFixture.open(dir)) {
      Labels many = ORDERS;
      for (int i = 0; i < 60; i++) {
        many = many.with("l" + i, "v");
      }
      for (Labels bad :
          List.of(
              many,
              ORDERS.with("x".repeat(513), "v"),
              ORDERS.with("x", "v".repeat(4097)),
              ORDERS.with("x", "\uD800"))) {
        assertThat(store.append(bad, store.now(), 1).rejected()).isEqualTo(Map.of("bad_label", 1));
      }
      assertThat(store.select()).isEmpty();
    }
  }

  @Test
  void aRestartGivesBackEverythingWithAndWithoutACleanEnd() {
    FakeClock clock = FakeClock.mondayMorning();
    Map<Labels, ?> before;
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      fill(store, 40, 3);
      before = store.everything();
    }
    for (int restart = 0; restart < 3; restart++) {
      try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
        assertThat(store.everything()).isEqualTo(before);
        assertThat(store.tsdb.recovery().samples()).isEqualTo(120);
        assertThat(store.tsdb.recovery().series()).isEqualTo(3);
        assertThat(store.tsdb.recovery().damaged()).isFalse();
        assertThat(store.append(ORDERS.with("shop", "s0"), store.now(), 39).accepted())
            .isEqualTo(1);
      }
    }
  }

  /// Samples each 15 s up to now in `series` series.
  private static void fill(TsdbFixture store, int samples, int series) {
    for (int i = 0; i < samples; i++) {
      List<SeriesSamples> all = new ArrayList<>();
      for (int s = 0; s < series; s++) {
        all.add(
            SeriesSamples.of(
                ORDERS.with("shop", "s" + s),
                store.now() - (samples - 1 - i) * 15_000L,
                s * 1000.0 + i));
      }
      store.tsdb.append(MetricBatch.ofSeries(all));
    }
  }

  @Test
  void oldSamplesMoveIntoBlocksAndAnswersStayTheSame() {
    FakeClock clock = FakeClock.mondayMorning();
    Map<Labels, ?> before;
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      fill(store, 7 * 240, 2);
      before = store.everything();

      store.tsdb.maintain();

      TsdbStats stats = store.tsdb.stats();
      assertThat(stats.blocks()).isNotEmpty();
      assertThat(stats.headSamples()).isBetween(240L, 2 * 3 * 240L);
      assertThat(stats.headMinMillis() % (2 * HOUR)).isZero();
      assertThat(store.everything()).isEqualTo(before);
    }
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      assertThat(store.everything()).isEqualTo(before);
      assertThat(store.tsdb.recovery().blocks()).isPositive();
      store.tsdb.maintain();
      assertThat(store.everything()).isEqualTo(before);
    }
  }

  @Test
  void aDayOfScrapesEndsAsMergedBlocks() {
    FakeClock clock = new FakeClock(Instant.parse("2026-11-01T00:00:00Z"));
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      for (int hour = 0; hour < 30; hour++) {
        for (int minute = 0; minute < 60; minute++) {
          store.append(ORDERS, clock.millis(), hour * 60 + minute);
          clock.advance(Duration.ofMinutes(1));
        }
        store.tsdb.maintain();
      }

      assertThat(List.copyOf(store.samples(ORDERS).values())).hasSize(30 * 60).isSorted();
      TsdbStats stats = store.tsdb.stats();
      assertThat(stats.blocks().getFirst().toMillis() - stats.blocks().getFirst().fromMillis())
          .isEqualTo(DAY);
      assertThat(stats.blocks()).hasSizeLessThan(6);
      assertThat(stats.events().get("compactions")).isPositive();
      assertThat(stats.headSamples()).isLessThan(300);
    }
  }

  @Test
  void aMonthOfHistoryLaidDownBesideLiveSeriesLeavesTheHead() {
    TsdbConfig config = TsdbFixture.quiet().flushBacklog(20_000).build();
    try (TsdbFixture store = TsdbFixture.open(dir, config, FakeClock.mondayMorning())) {
      long now = store.now();
      int perDay = 288;
      for (int day = 29; day >= 0; day--) {
        store.append(UP, now - day, 1); // a live series
        List<SeriesSamples> batch = new ArrayList<>();
        for (int s = 0; s < 10; s++) {
          long[] times = new long[perDay];
          double[] values = new double[perDay];
          for (int i = 0; i < perDay; i++) {
            times[i] = now - day * DAY - (perDay - i) * 300_000L;
            values[i] = i + s;
          }
          batch.add(new SeriesSamples(ORDERS.with("shop", "h" + s), times, values));
        }
        assertThat(store.tsdb.append(MetricBatch.ofSeries(batch)).rejectedCount()).isZero();
      }
      store.tsdb.maintain();

      assertThat(store.samples(ORDERS.with("shop", "h7"))).hasSize(30 * perDay);
      TsdbStats stats = store.tsdb.stats();
      assertThat(stats.headSamples()).isLessThan(1000);
      assertThat(stats.blocks()).hasSizeBetween(29, 40);
      assertThat(stats.events().get("flushes")).isGreaterThan(30);
    }
  }

  @Test
  void retentionDropsBlocksByTimeAndBySize() {
    FakeClock clock = FakeClock.mondayMorning();
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      for (int day = 10; day >= 0; day--) {
        store.append(ORDERS, store.now() - day * DAY, day);
      }
      store.tsdb.maintain();
      assertThat(store.tsdb.stats().blocks()).hasSizeGreaterThan(9);
    }
    TsdbConfig fiveDays = TsdbFixture.quiet().retention(Duration.ofDays(5)).build();
    try (TsdbFixture store = TsdbFixture.open(dir, fiveDays, clock)) {
      store.tsdb.maintain();
      assertThat(store.samples(ORDERS).firstKey()).isGreaterThan(store.now() - 6 * DAY);
      assertThat(store.samples(ORDERS)).hasSizeBetween(5, 6);
    }
    TsdbConfig tiny = TsdbFixture.quiet().retentionBytes(1000).build();
    try (TsdbFixture store = TsdbFixture.open(dir, tiny, clock)) {
      store.tsdb.maintain();
      assertThat(store.tsdb.stats().blockBytes()).isLessThan(1000);
      assertThat(store.samples(ORDERS).lastKey()).isEqualTo(store.now());
    }
  }

  @Test
  void deletedSamplesAreGoneFromHeadAndBlocksAndStayGone() {
    FakeClock clock = FakeClock.mondayMorning();
    long from;
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      fill(store, 6 * 240, 2);
      store.tsdb.maintain();
      from = store.now() - 5 * HOUR;
      TimeRange range =
          new TimeRange(Instant.ofEpochMilli(from), Instant.ofEpochMilli(store.now() - 60_000));

      int touched = store.tsdb.delete(List.of(Matcher.equal("shop", "s0")), range);

      assertThat(touched).isPositive();
      assertThat(store.samples(ORDERS.with("shop", "s0")).subMap(from, store.now() - 60_000))
          .isEmpty();
      assertThat(store.samples(ORDERS.with("shop", "s0"))).hasSize(239 + 5);
      assertThat(store.samples(ORDERS.with("shop", "s1"))).hasSize(6 * 240);
    }
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      assertThat(store.samples(ORDERS.with("shop", "s0")).subMap(from, store.now() - 60_000))
          .isEmpty();
    }
  }

  @Test
  void exemplarsAndMetadataAreKeptAndComeBack() {
    FakeClock clock = FakeClock.mondayMorning();
    Exemplar exemplar = new Exemplar(ORDERS, Labels.of("trace_id", "0af7"), 0.4, clock.millis());
    MetricMetadata said = new MetricMetadata("orders_total", "counter", "Paid orders.", "");
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      store.tsdb.append(
          MetricBatch.of(
              List.of(SeriesSamples.of(ORDERS, store.now(), 1)),
              List.of(exemplar, exemplar, new Exemplar(UP, Labels.EMPTY, 1, store.now())),
              List.of(said)));
      assertThat(store.tsdb.stats().events()).containsEntry("exemplars_refused", 1L);
    }
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      assertThat(
              store.tsdb.exemplars(List.of(List.of(Matcher.equal("shop", "a"))), 0, Long.MAX_VALUE))
          .containsExactly(exemplar);
      assertThat(
              store.tsdb.exemplars(List.of(List.of(Matcher.equal("shop", "b"))), 0, Long.MAX_VALUE))
          .isEmpty();
      assertThat(store.tsdb.metadata("orders_total")).containsExactly(said);
      assertThat(store.tsdb.metadata("")).containsExactly(said);
      assertThat(store.tsdb.metadata("nothing")).isEmpty();
    }
  }

  @Test
  void aSnapshotIsAStoreOfItsOwn(@TempDir Path scratch) {
    FakeClock clock = FakeClock.mondayMorning();
    Map<Labels, ?> before;
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      fill(store, 6 * 240, 2);
      store.tsdb.maintain();
      before = store.everything();
      store.tsdb.snapshot(scratch.resolve("snapshot"));
      store.append(UP, store.now(), 1);
    }
    try (TsdbFixture copy =
        TsdbFixture.open(scratch.resolve("snapshot"), TsdbFixture.QUIET, clock)) {
      assertThat(copy.everything()).isEqualTo(before);
    }
  }

  @Test
  void aSecondStoreInTheSameFolderIsRefused() {
    try (TsdbFixture store = TsdbFixture.open(dir)) {
      assertThat(store.tsdb.stats().headSeries()).isZero();
      assertThatThrownBy(() -> TsdbFixture.open(dir))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void aClosedStoreRefusesSamples() {
    TsdbFixture store = TsdbFixture.open(dir);
    store.close();

    assertThatThrownBy(() -> store.append(UP, store.now(), 1))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(store.tsdb::maintain).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void cardinalityNamesTheBusiestMetricsAndLabels() {
    try (TsdbFixture store = TsdbFixture.open(dir)) {
      fill(store, 1, 5);
      store.append(UP, store.now(), 1);

      Cardinality cardinality = store.tsdb.cardinality(1);

      assertThat(cardinality.seriesByMetric())
          .containsExactly(new Cardinality.Count("orders_total", 5));
      assertThat(cardinality.valuesByLabel()).containsExactly(new Cardinality.Count("shop", 5));
      assertThat(cardinality.seriesByPair())
          .containsExactly(new Cardinality.Count("__name__=orders_total", 5));
      assertThat(cardinality.labelPairs()).isEqualTo(2 + 5 + 1);
    }
  }

  @Test
  void idleSeriesLeaveTheHeadAndComeBackWithTheirNextSample() {
    FakeClock clock = FakeClock.mondayMorning();
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      store.append(ORDERS, store.now(), 1);
      clock.advance(Duration.ofHours(6));
      store.tsdb.maintain();
      assertThat(store.tsdb.stats().headSeries()).isZero();
      assertThat(store.tsdb.stats().events()).containsEntry("series_dropped", 1L);

      store.append(ORDERS, store.now(), 2);

      assertThat(store.samples(ORDERS).values()).containsExactly(1.0, 2.0);
    }
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      assertThat(store.samples(ORDERS).values()).containsExactly(1.0, 2.0);
      assertThat(store.tsdb.stats().blocks()).extracting(BlockMeta::samples).containsExactly(1L);
    }
  }
}
