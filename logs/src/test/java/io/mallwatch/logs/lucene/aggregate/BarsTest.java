package io.mallwatch.logs.lucene.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.testkit.Gen;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarsTest {

  private static Bars bars(Duration interval, String zone) {
    LogAggregate.Interval length =
        interval.equals(Duration.ofDays(1))
            ? new LogAggregate.Calendar(LogAggregate.Unit.DAY)
            : interval.equals(Duration.ofDays(7))
                ? new LogAggregate.Calendar(LogAggregate.Unit.WEEK)
                : new LogAggregate.Fixed(interval.toMillis());
    return new Bars(length, ZoneId.of(zone), 0);
  }

  private static Instant start(Bars bars, String moment) {
    return Instant.ofEpochMilli(bars.start(Instant.parse(moment).toEpochMilli()));
  }

  @ParameterizedTest
  @CsvSource({
    "PT1M, UTC, 2026-11-02T02:03:59.999999999Z, 2026-11-02T02:03:00Z",
    "PT30S, UTC, 2026-11-02T02:03:59Z, 2026-11-02T02:03:30Z",
    "PT1H, Asia/Kolkata, 2026-11-02T02:03:59Z, 2026-11-02T01:30:00Z",
    "PT6H, Asia/Shanghai, 2026-11-02T02:03:59Z, 2026-11-01T22:00:00Z",
    "P1D, Asia/Shanghai, 2026-11-01T16:00:00Z, 2026-11-01T16:00:00Z",
    "P1D, Asia/Shanghai, 2026-11-01T15:59:59.999999999Z, 2026-10-31T16:00:00Z",
    "P7D, Asia/Shanghai, 2026-11-01T15:59:59Z, 2026-10-25T16:00:00Z",
    "P7D, UTC, 2026-11-02T00:00:00Z, 2026-11-02T00:00:00Z",
    "P1D, UTC, 1969-12-31T23:59:59Z, 1969-12-31T00:00:00Z",
    "PT0.001S, UTC, 2026-11-02T02:03:59.123456Z, 2026-11-02T02:03:59.123Z"
  })
  void barsBeginOnTheZonesClock(Duration interval, String zone, String moment, String expected) {
    assertThat(start(bars(interval, zone), moment)).isEqualTo(Instant.parse(expected));
  }

  @Test
  void daysAreAsLongAsTheyAreWhenClocksChange() {
    Bars days = bars(Duration.ofDays(1), "Europe/Berlin");
    // 2026-03-29 has 23 hours, 2026-10-25 has 25.
    assertThat(start(days, "2026-03-28T22:59:59Z")).isEqualTo("2026-03-27T23:00:00Z");
    assertThat(start(days, "2026-03-29T21:59:59Z")).isEqualTo("2026-03-28T23:00:00Z");
    assertThat(start(days, "2026-03-29T22:00:00Z")).isEqualTo("2026-03-29T22:00:00Z");
    assertThat(start(days, "2026-10-25T22:59:59Z")).isEqualTo("2026-10-24T22:00:00Z");
    assertThat(start(days, "2026-10-25T23:00:00Z")).isEqualTo("2026-10-25T23:00:00Z");
  }

  @Test
  void aBarBeginsAtOrBeforeItsMomentsAndTheOrderOfAskingDoesNotMatter() {
    List<String> zones = List.of("UTC", "Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu");
    List<Duration> intervals =
        List.of(
            Duration.ofSeconds(7),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofDays(7));
    Gen.forAll(
        300,
        random ->
            List.of(
                random.nextInt(zones.size()), random.nextInt(intervals.size()), random.nextInt()),
        pick -> {
          Duration interval = intervals.get(pick.get(1));
          Bars together = bars(interval, zones.get(pick.get(0)));
          java.util.SplittableRandom random = new java.util.SplittableRandom(pick.get(2));
          for (int i = 0; i < 50; i++) {
            Instant moment =
                Instant.parse("2026-10-24T00:00:00Z").plusMillis(random.nextLong(172_800_000));
            Instant alone = start(bars(interval, zones.get(pick.get(0))), moment.toString());
            assertThat(start(together, moment.toString())).isEqualTo(alone);
            assertThat(alone).isBeforeOrEqualTo(moment);
            assertThat(moment).isBefore(alone.plus(interval).plus(2, ChronoUnit.HOURS));
          }
        });
  }

  @Test
  void monthsQuartersYearsAndOffsets() {
    Bars months =
        new Bars(new LogAggregate.Calendar(LogAggregate.Unit.MONTH), ZoneId.of("Asia/Shanghai"), 0);
    assertThat(start(months, "2026-11-30T16:00:00Z")).isEqualTo("2026-11-30T16:00:00Z");
    assertThat(start(months, "2026-11-30T15:59:59Z")).isEqualTo("2026-10-31T16:00:00Z");
    assertThat(
            Instant.ofEpochMilli(months.next(Instant.parse("2026-01-31T16:00:00Z").toEpochMilli())))
        .isEqualTo("2026-02-28T16:00:00Z");
    Bars quarters =
        new Bars(new LogAggregate.Calendar(LogAggregate.Unit.QUARTER), ZoneOffset.UTC, 0);
    assertThat(start(quarters, "2026-12-31T23:59:59Z")).isEqualTo("2026-10-01T00:00:00Z");
    Bars years = new Bars(new LogAggregate.Calendar(LogAggregate.Unit.YEAR), ZoneOffset.UTC, 0);
    assertThat(start(years, "2026-12-31T23:59:59Z")).isEqualTo("2026-01-01T00:00:00Z");
    Bars sixInTheMorning =
        new Bars(new LogAggregate.Calendar(LogAggregate.Unit.DAY), ZoneOffset.UTC, 21_600_000);
    assertThat(start(sixInTheMorning, "2026-11-02T05:59:59Z")).isEqualTo("2026-11-01T06:00:00Z");
    assertThat(start(sixInTheMorning, "2026-11-02T06:00:00Z")).isEqualTo("2026-11-02T06:00:00Z");
  }

  @Test
  void anIntervalOfNothingIsRefused() {
    assertThatThrownBy(() -> new Bars(new LogAggregate.Fixed(0), ZoneOffset.UTC, 0))
        .isInstanceOf(BadQueryException.class);
  }
}
