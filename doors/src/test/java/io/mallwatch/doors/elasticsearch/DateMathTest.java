package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.doors.http.RefusedException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateMathTest {

  private static final Instant NOW = Instant.parse("2026-11-04T10:20:30.456Z");

  @ParameterizedTest
  @CsvSource({
    "now, 2026-11-04T10:20:30.456Z, 2026-11-04T10:20:30.456Z",
    "now-1h, 2026-11-04T09:20:30.456Z, 2026-11-04T09:20:30.456Z",
    "now-1h/d, 2026-11-04T00:00:00Z, 2026-11-04T23:59:59.999Z",
    "now/w, 2026-11-02T00:00:00Z, 2026-11-08T23:59:59.999Z",
    "now+1M/M, 2026-12-01T00:00:00Z, 2026-12-31T23:59:59.999Z",
    "now/y, 2026-01-01T00:00:00Z, 2026-12-31T23:59:59.999Z",
    "now-90s/m, 2026-11-04T10:19:00Z, 2026-11-04T10:19:59.999Z",
    "2026-11-02, 2026-11-02T00:00:00Z, 2026-11-02T23:59:59.999Z",
    "2026-11-02||+1d, 2026-11-03T00:00:00Z, 2026-11-03T00:00:00Z",
    "2026-11-02T08:00:00, 2026-11-02T08:00:00Z, 2026-11-02T08:00:00Z",
    "2026-11-02 08:00:00, 2026-11-02T08:00:00Z, 2026-11-02T08:00:00Z",
    "2026-11-02T08:00:00.123456789Z, 2026-11-02T08:00:00.123456789Z, 2026-11-02T08:00:00.123456789Z",
    "2026-11-02T08:00:00+08:00, 2026-11-02T00:00:00Z, 2026-11-02T00:00:00Z",
    "2026-11-02T08:00:00+0800, 2026-11-02T00:00:00Z, 2026-11-02T00:00:00Z",
    "1793584800000, 2026-11-02T02:00:00Z, 2026-11-02T02:00:00Z",
  })
  void datesAreRoundedToTheirSide(String text, String down, String up) {
    DateMath dates = new DateMath(NOW, ZoneOffset.UTC);
    assertThat(dates.parse(text, false)).isEqualTo(Instant.parse(down));
    assertThat(dates.parse(text, true)).isEqualTo(Instant.parse(up));
  }

  @ParameterizedTest
  @CsvSource({
    "now/d, 2026-11-03T16:00:00Z",
    "2026-11-02, 2026-11-01T16:00:00Z",
    "2026-11-02T08:00:00, 2026-11-02T00:00:00Z",
    "2026-11-02T08:00:00Z, 2026-11-02T08:00:00Z",
  })
  void daysAreCutInTheZone(String text, String expected) {
    DateMath dates = new DateMath(NOW, ZoneId.of("Asia/Shanghai"));
    assertThat(dates.parse(text, false)).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "now-1x", "now-", "now1h", "2026-13-01", "2026-11-02||x"})
  void whatIsNoDateIsRefused(String text) {
    assertThatThrownBy(() -> new DateMath(NOW, ZoneOffset.UTC).parse(text, false))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("failed to parse date");
  }
}
