package io.mallwatch.metrics.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.Labels;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsdbLimitsTest {

  private static final SeriesLimits WIDE = new SeriesLimits(1000, 1000, 1000, 1000, 1000, 1L << 30);

  @TempDir private Path dir;

  private TsdbFixture open(SeriesLimits limits) {
    TsdbConfig config = TsdbFixture.quiet().limits(limits).build();
    return TsdbFixture.open(dir, config, FakeClock.mondayMorning());
  }

  private static Labels labels(String job, int number) {
    return Labels.of(
        "__name__", "m" + number % 2, "job", job, "instance", job + ":80", "n", "v" + number);
  }

  private static AppendResult append(TsdbFixture store, String job, int from, int to) {
    MetricBatch batch = new MetricBatch(0);
    for (int i = from; i < to; i++) {
      batch.add(new SeriesKey(labels(job, i)), store.now(), i);
    }
    return store.tsdb.append(batch);
  }

  @Test
  void oneMetricHasALimitAndOthersGoOn() {
    try (TsdbFixture store = open(new SeriesLimits(1000, 3, 1000, 1000, 1000, 1L << 30))) {
      AppendResult result = append(store, "a", 0, 10);

      assertThat(result.accepted()).isEqualTo(6);
      assertThat(result.rejected()).isEqualTo(Map.of("metric_series_limit", 4));
      assertThat(result.firstError()).contains("m0").contains("has 3 series, the limit");
      assertThat(store.append(labels("a", 0), store.now() + 1, 1).accepted()).isEqualTo(1);
      assertThat(store.tsdb.stats().samplesRefused()).containsEntry("metric_series_limit", 4L);
    }
  }

  @Test
  void oneLabelHasALimitOfValues() {
    try (TsdbFixture store = open(new SeriesLimits(1000, 1000, 1000, 1000, 5, 1L << 30))) {
      AppendResult result = append(store, "a", 0, 7);

      assertThat(result.rejected()).isEqualTo(Map.of("label_value_limit", 2));
      assertThat(result.firstError()).contains("label n has 5 values");
      assertThat(append(store, "b", 0, 5).accepted()).as("known values").isEqualTo(5);
    }
  }

  @Test
  void oneJobAndOneTargetHaveALimit() {
    try (TsdbFixture store = open(new SeriesLimits(1000, 1000, 4, 1000, 1000, 1L << 30))) {
      assertThat(append(store, "a", 0, 6).rejected()).isEqualTo(Map.of("job_series_limit", 2));
      assertThat(append(store, "b", 0, 4).rejectedCount()).isZero();
    }
    SeriesLimits target = new SeriesLimits(1000, 1000, 1000, 6, 1000, 1L << 30);
    try (TsdbFixture store = open(target)) {
      AppendResult result = append(store, "a", 0, 9);
      assertThat(result.rejected()).isEqualTo(Map.of("target_series_limit", 3));
      assertThat(result.firstError()).contains("instance=a:80");
    }
  }

  @Test
  void whenMemoryIsUsedUpKnownSeriesGoOnAndSendersOfNewOnesAreToldToWait() {
    SeriesLimits small = new SeriesLimits(1000, 1000, 1000, 1000, 1000, 20_000);
    try (TsdbFixture store = open(small)) {
      AppendResult result = append(store, "a", 0, 100);

      assertThat(result.rejected()).containsOnlyKeys("memory_limit");
      assertThat(result.accepted()).isBetween(10, 99);
      assertThatThrownBy(() -> append(store, "b", 0, 5))
          .isInstanceOf(StoreOverloadedException.class)
          .hasMessageContaining("m0");
      assertThat(store.append(labels("a", 0), store.now() + 1, 1).accepted()).isEqualTo(1);
      assertThat(store.tsdb.stats().headBytes()).isGreaterThan(15_000);
    }
  }

  @Test
  void aBatchWithoutNewSeriesIsNotLookedAtForLimits() {
    try (TsdbFixture store = open(WIDE.withTotal(2))) {
      SeriesKey key = new SeriesKey(labels("a", 0));
      for (int i = 0; i < 3; i++) {
        MetricBatch batch = new MetricBatch(1);
        batch.add(key, store.now() + i, i);
        assertThat(store.tsdb.append(batch).accepted()).isEqualTo(1);
      }
      assertThat(key.memo()).isNotNull();
      assertThat(store.samples(labels("a", 0))).hasSize(3);
    }
  }
}
