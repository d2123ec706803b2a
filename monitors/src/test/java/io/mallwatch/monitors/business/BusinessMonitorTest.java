package io.mallwatch.monitors.business;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.monitors.business.calendar.DayCalendar;
import io.mallwatch.testkit.Gen;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusinessMonitorTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  @Test
  void todayIsCountedFromMidnightWhereTheMallIs() {
    List<String> asked = new ArrayList<>();
    FakeMetrics metrics =
        new FakeMetrics((query, _) -> {
          asked.add(query);
          return 1.0;
        });

    monitor(metrics, new ArrayList<>()).overview(NOW);

    assertThat(asked).contains("sum(increase(transaction_amount_total{}[36000s]))");
  }

  @Test
  void withoutAnyDataEverythingIsUnknownAndNothingFails() {
    BusinessOverview overview =
        monitor(new FakeMetrics((_, _) -> Double.NaN), new ArrayList<>()).overview(NOW);

    assertThat(overview.score().level()).isEqualTo(HealthScore.Level.UNKNOWN);
    assertThat(overview.figures()).allMatch(figure -> figure.value() == null);
    assertThat(overview.ordersBaseline()).isEmpty();
    assertThat(overview.learning()).isTrue();
  }

  @Test
  void theBandFollowsTheHourOfTheWeek() {
    // 100 by day, 10 by night
    FakeMetrics metrics =
        new FakeMetrics((_, at) -> at.atZone(SHANGHAI).getHour() >= 8 ? 100.0 : 10.0);
    BusinessOverview overview = monitor(metrics, new ArrayList<>()).overview(NOW);

    assertThat(overview.learning()).isFalse();
    assertThat(overview.ordersBaseline()).hasSizeBetween(288, 289);
    assertThat(overview.ordersBaseline().getLast().band().median()).isEqualTo(100);
    assertThat(
            overview.ordersBaseline().stream()
                .filter(
                    p -> Instant.ofEpochMilli(p.timestampMillis()).atZone(SHANGHAI).getHour() == 3))
        .allMatch(point -> point.band().median() == 10);
  }

  @Test
  void scoreAndBandAreRecordedAsSeries() {
    List<MetricBatch> recorded = new ArrayList<>();
    monitor(new FakeMetrics((_, _) -> 1.0), recorded).record(NOW);

    assertThat(recorded).hasSize(1);
    assertThat(recorded.getFirst().series())
        .extracting(series -> series.labels().metricName())
        .contains("mallwatch_business_health_score", "baseline:orders:median");
  }

  @Test
  void aPromotionTeachesNothingAboutOrdinaryDays() {
    // five times as much a week ago, which the calendar knows
    FakeMetrics metrics =
        new FakeMetrics((_, at) ->
            at.atZone(SHANGHAI).toLocalDate().toString().equals("2026-10-26") ? 500.0 : 100.0);

    BusinessOverview overview = monitor(metrics, new ArrayList<>()).overview(NOW);

    assertThat(overview.ordersBaseline().getLast().band().samples()).isEqualTo(20);
    assertThat(overview.ordersBaseline().getLast().band().upper()).isLessThan(200);
  }

  @Test
  void bandsOfOrdersAndTurnoverAndTheSortOfDayAreRecorded() {
    List<MetricBatch> recorded = new ArrayList<>();
    monitor(new FakeMetrics((_, _) -> 1.0), recorded).record(Instant.parse("2026-10-26T02:00:00Z"));

    assertThat(recorded.getFirst().series())
        .anySatisfy(series ->
            assertThat(series.labels().get("name") + series.labels().metricName())
                .isEqualTo("周年庆mallwatch_business_special_day"));
    recorded.clear();
    monitor(new FakeMetrics((_, _) -> 1.0), recorded).record(NOW);
    assertThat(recorded.getFirst().series())
        .extracting(series -> series.labels().metricName())
        .contains("baseline:gmv:lower", "baseline:gmv:median", "baseline:gmv:upper");
  }

  @Test
  void theBandHoldsItsMedianAndIsNeverNegative() {
    Gen.forAll(
        200,
        random -> random.doubles(1 + random.nextInt(30), 0, 1000).toArray(),
        history -> {
          Baseline band = Baseline.of(history);
          assertThat(band.lower()).isNotNegative().isLessThanOrEqualTo(band.median());
          assertThat(band.upper()).isGreaterThan(band.median());
        });
  }

  @Test
  void oneWildDayDoesNotMoveTheBand() {
    double[] usual = new double[25];
    java.util.Arrays.fill(usual, 50);
    for (int i = 0; i < 5; i++) {
      usual[i] = 150; // a promotion in one of five weeks
    }

    assertThat(Baseline.of(usual).median()).isEqualTo(50);
    assertThat(Baseline.of(usual).upper()).isLessThan(100);
  }

  private static BusinessMonitor monitor(FakeMetrics metrics, List<MetricBatch> recorded) {
    return new BusinessMonitor(
        metrics,
        batch -> {
          recorded.add(batch);
          return AppendResult.allAccepted(batch.size());
        },
        new DayCalendar(List.of(DayCalendar.Special.parse("promotion 2026-10-26 周年庆")), SHANGHAI),
        "");
  }

  @Test
  void historyThatArrivesLaterIsLearntSoon() {
    java.util.concurrent.atomic.AtomicBoolean arrived =
        new java.util.concurrent.atomic.AtomicBoolean();
    BusinessMonitor monitor =
        monitor(new FakeMetrics((_, _) -> arrived.get() ? 20.0 : Double.NaN), new ArrayList<>());
    assertThat(monitor.overview(NOW).ordersBaseline()).isEmpty();
    arrived.set(true);

    assertThat(monitor.overview(NOW.plusSeconds(61)).ordersBaseline()).isNotEmpty();
  }

  @Test
  void aNewShopLearnsForTwoWeeks() {
    Instant opened = NOW.minus(Duration.ofDays(9));
    FakeMetrics metrics = new FakeMetrics((_, at) -> at.isBefore(opened) ? Double.NaN : 20.0);

    BusinessOverview overview = monitor(metrics, new ArrayList<>()).overview(NOW);

    assertThat(overview.learning()).isTrue();
    assertThat(overview.ordersBaseline()).isNotEmpty();
  }
}
