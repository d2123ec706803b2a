package io.mallwatch.monitors.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.monitors.business.calendar.DayCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class CostMeterTest {

  private static final Instant FROM = Instant.parse("2026-11-02T02:00:00Z");
  private static final Instant TO = FROM.plus(Duration.ofHours(2));

  /// Turnover of two hours by how many weeks ago, 12000 yuan each day before.
  private static CostMeter meter(Map<Long, Double> byWeeksAgo) {
    return meter((query, weeksAgo) -> byWeeksAgo.getOrDefault(weeksAgo, Double.NaN), 12_000);
  }

  private static CostMeter meter(BiFunction<String, Long, Double> turnover, double dayBefore) {
    return new CostMeter(
        new FakeMetrics((query, at) -> {
          long weeksAgo = Duration.between(at, TO).toDays() / 7;
          if (query.contains("transaction_count_total")) {
            return 100.0;
          }
          if (query.contains("[604800s]")) {
            return 10_000.0;
          }
          if (query.contains("[86400s]")) {
            return weeksAgo == 0 ? dayBefore : 12_000.0;
          }
          return turnover.apply(query, weeksAgo);
        }),
        "",
        new DayCalendar(
            List.of(DayCalendar.Special.parse("promotion 2026-10-26 周年庆")), ZoneOffset.UTC));
  }

  @Test
  void theBillIsWhatWasToBeExpectedLessWhatCameIn() {
    CostMeter.Bill bill =
        meter(Map.of(0L, 400.0, 2L, 2100.0, 3L, 1900.0, 4L, 2000.0, 5L, 2000.0)).bill(FROM, TO);

    assertThat(bill.expected()).isEqualTo(2000);
    assertThat(bill.loss()).isEqualTo(1600);
    assertThat(bill.lostOrders()).isCloseTo(16, within(1e-9));
    assertThat(bill.perMinute()).isCloseTo(1600 / 120.0, within(1e-9));
    assertThat(bill.weeks()).containsExactly(2100.0, 1900.0, 2000.0, 2000.0);
    assertThat(bill.query()).contains("[7200s]");
  }

  @Test
  void commonScatterCostsNothing() {
    CostMeter.Bill bill =
        meter(Map.of(0L, 1850.0, 2L, 2100.0, 3L, 1900.0, 4L, 2000.0, 5L, 2000.0)).bill(FROM, TO);

    assertThat(bill.loss()).isZero();
    assertThat(bill.lower()).isLessThan(1850);
  }

  @Test
  void oneWildWeekDoesNotMoveTheMedian() {
    CostMeter.Bill bill =
        meter(Map.of(0L, 1000.0, 2L, 9000.0, 3L, 2000.0, 4L, 2000.0, 5L, 2000.0)).bill(FROM, TO);

    assertThat(bill.expected()).isEqualTo(2000);
    assertThat(bill.loss()).isEqualTo(1000);
  }

  @Test
  void aWeekWhoseDayWasAPromotionIsLeftOut() {
    CostMeter.Bill bill =
        meter(Map.of(0L, 1000.0, 1L, 9000.0, 2L, 2000.0, 3L, 2000.0)).bill(FROM, TO);

    assertThat(bill.weeks()).containsExactly(2000.0, 2000.0);
  }

  @Test
  void aMallThatGrowsExpectsMore() {
    CostMeter.Bill bill = meter((_, _) -> 2000.0, 24_000).bill(FROM, TO);

    assertThat(bill.growth()).isEqualTo(2);
    assertThat(bill.expected()).isEqualTo(4000);
    assertThat(bill.loss()).isEqualTo(2000);
  }

  @Test
  void withoutHistoryThereIsAReasonAndNoBill() {
    CostMeter.Bill bill = meter(Map.of(0L, 400.0, 1L, 2000.0)).bill(FROM, TO);

    assertThat(bill.loss()).isNull();
    assertThat(bill.actual()).isEqualTo(400);
    assertThat(bill.reason()).contains("two earlier weeks");
    assertThat(meter(Map.of()).bill(FROM, TO).reason()).contains("no turnover");
  }
}
