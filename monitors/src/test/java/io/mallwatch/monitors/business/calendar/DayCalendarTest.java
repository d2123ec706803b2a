package io.mallwatch.monitors.business.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.monitors.business.calendar.DayCalendar.Kind;
import io.mallwatch.monitors.business.calendar.DayCalendar.Special;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayCalendarTest {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  @Test
  void yearlyDaysComeEveryYearAndBeginWhereTheMallIs() {
    DayCalendar calendar =
        new DayCalendar(List.of(Special.parse("promotion 11-10..11-11 双11")), SHANGHAI);

    assertThat(calendar.kind(Instant.parse("2026-11-09T15:59:59Z"))).isEqualTo(Kind.ORDINARY);
    assertThat(calendar.kind(Instant.parse("2026-11-09T16:00:00Z"))).isEqualTo(Kind.PROMOTION);
    assertThat(calendar.kind(Instant.parse("2031-11-11T15:59:59Z"))).isEqualTo(Kind.PROMOTION);
    assertThat(calendar.kind(Instant.parse("2026-11-11T16:00:00Z"))).isEqualTo(Kind.ORDINARY);
  }

  @Test
  void datedDaysComeOnce() {
    DayCalendar calendar =
        new DayCalendar(List.of(Special.parse("holiday 2026-02-15..2026-02-23 春节")), SHANGHAI);

    assertThat(calendar.on(Instant.parse("2026-02-20T00:00:00Z")).orElseThrow().name())
        .isEqualTo("春节");
    assertThat(calendar.kind(Instant.parse("2027-02-20T00:00:00Z"))).isEqualTo(Kind.ORDINARY);
  }

  @Test
  void whatIsNoDayIsRefused() {
    for (String line :
        List.of(
            "sale 11-11",
            "promotion 13-01",
            "promotion 11-11..11-10",
            "holiday 2026-02-15..02-20")) {
      assertThatThrownBy(() -> Special.parse(line))
          .as(line)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(line);
    }
  }
}
