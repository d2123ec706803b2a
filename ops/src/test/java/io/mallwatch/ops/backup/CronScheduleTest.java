package io.mallwatch.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private static Instant next(String cron, String from, ZoneId zone) {
    return CronSchedule.parse(cron).next(Instant.parse(from), zone).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 * * *|2026-11-23T17:00:00Z|2026-11-23T18:00:00Z",
        "0 2 * * *|2026-11-23T18:00:00Z|2026-11-24T18:00:00Z",
        "*/15 * * * *|2026-11-23T17:00:01Z|2026-11-23T17:15:00Z",
        "30 4 * * 0|2026-11-23T00:00:00Z|2026-11-28T20:30:00Z",
        "30 4 * * 7|2026-11-23T00:00:00Z|2026-11-28T20:30:00Z",
        "0 3 1 * *|2026-11-23T00:00:00Z|2026-11-30T19:00:00Z",
        "0 0 29 2 *|2026-11-23T00:00:00Z|2028-02-28T16:00:00Z",
        "0 9-17/4 * * 1-5|2026-11-23T01:00:00Z|2026-11-23T05:00:00Z",
        "0 0 13 * 5|2026-11-23T00:00:00Z|2026-11-26T16:00:00Z",
        "5,10 8 * * *|2026-11-23T00:05:00Z|2026-11-23T00:10:00Z"
      })
  void theNextTimeIsThatOfCron(String cron, String from, String expected) {
    assertThat(next(cron, from, SHANGHAI)).isEqualTo(Instant.parse(expected));
  }

  @Test
  void aTimeThatTheClocksLeaveOutComesAllTheSame() {
    assertThat(next("30 2 * * *", "2026-03-28T12:00:00Z", ZoneId.of("Europe/Berlin")))
        .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
  }

  @Test
  void aDayThatNeverComesIsNever() {
    assertThat(
            CronSchedule.parse("0 0 30 2 *").next(Instant.parse("2026-01-01T00:00:00Z"), SHANGHAI))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "a * * * *",
        "5-1 * * * *",
        "*/0 * * * *",
        "1/2/3 * * * *",
        "1-2-3 * * * *",
        "* * 0 * *"
      })
  void whatIsNoTimeTableIsRefused(String text) {
    assertThatThrownBy(() -> CronSchedule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("time table");
  }
}
