package io.mallwatch.doors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Head;
import io.mallwatch.doors.http.Params;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.model.Deadline;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParamsTest {

  private static Call call(String name, String value) {
    String query = name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    return new Call(
        new Head("GET", "/", Params.parse(query), _ -> null),
        Map.of(),
        new byte[0],
        Deadline.NEVER,
        _ -> {});
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00Z",
    "1435781451.781, 2015-07-01T20:10:51.781Z",
    "1435781451.7816, 2015-07-01T20:10:51.782Z",
    "1e9, 2001-09-09T01:46:40Z",
    "-1, 1969-12-31T23:59:59Z",
    "2026-11-02T10:00:00+08:00, 2026-11-02T02:00:00Z",
    "2026-11-02T02:00:00.5Z, 2026-11-02T02:00:00.500Z",
  })
  void timesAreSecondsOrRfc3339(String text, String expected) {
    assertThat(QueryParams.time(call("time", text), "time")).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"now", "1h", "1e400", "NaN", "2026-11-02", "99999999999999999999"})
  void otherTimesAreRefused(String text) {
    assertThatThrownBy(() -> QueryParams.time(call("time", text), "time"))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "invalid parameter \"time\": cannot parse \"%s\" to a valid timestamp".formatted(text));
  }

  @ParameterizedTest
  @CsvSource({
    "15, PT15S",
    "0.5, PT0.5S",
    "-3, PT-3S",
    "1m30s, PT1M30S",
    "1h, PT1H",
    "1d, P1D",
    "1w, P7D",
    "1y, P365D",
    "500ms, PT0.5S",
    "0s, PT0S",
  })
  void durationsAreSecondsOrPrometheusDurations(String text, String expected) {
    assertThat(QueryParams.duration(call("step", text), "step"))
        .isEqualTo(Duration.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1s1m", "1.5h", "10 s", "99999999y"})
  void otherDurationsAreRefused(String text) {
    assertThatThrownBy(() -> QueryParams.duration(call("step", text), "step"))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "invalid parameter \"step\": cannot parse \"%s\" to a valid duration".formatted(text));
  }

  @Test
  void rangesIncludeTheirEnd() {
    var range =
        QueryParams.range(
            new Call(
                new Head("GET", "/", Params.parse("start=1&end=2"), _ -> null),
                Map.of(),
                new byte[0],
                Deadline.NEVER,
                _ -> {}));
    assertThat(range.contains(Instant.ofEpochSecond(2))).isTrue();
    assertThat(range.contains(Instant.ofEpochSecond(2).plusMillis(1))).isFalse();
  }

  @Test
  void escapedNamesAreRead() {
    assertThat(SeriesRoutes.unescape("up")).isEqualTo("up");
    assertThat(SeriesRoutes.unescape("U__http_2e_status__code")).isEqualTo("http.status_code");
    assertThat(SeriesRoutes.unescape("U___652f__4ed8_")).isEqualTo("支付");
    assertThat(SeriesRoutes.unescape("U__bad_zz_")).isEqualTo("U__bad_zz_");
    assertThat(SeriesRoutes.unescape("U__open_2e")).isEqualTo("U__open_2e");
  }

  @Test
  void durationsArePrintedAsPrometheusDoes() {
    assertThat(TargetRoutes.text(Duration.ZERO)).isEqualTo("0s");
    assertThat(TargetRoutes.text(Duration.ofSeconds(15))).isEqualTo("15s");
    assertThat(TargetRoutes.text(Duration.ofMillis(90_061_001))).isEqualTo("1d1h1m1s1ms");
  }
}
