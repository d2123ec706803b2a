package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.logs.LogAggregation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramRequestTest {

  private static HistogramRequest request(Object... namesAndValues) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("field", "timestamp");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      body.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return HistogramRequest.of(body);
  }

  private static LogAggregation.Bar bar(String start, long count) {
    return new LogAggregation.Bar(Instant.parse(start).toEpochMilli(), count, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "calendar_interval, hour, PT1H",
    "calendar_interval, 1d, PT24H",
    "calendar_interval, week, PT168H",
    "fixed_interval, 30s, PT30S",
    "fixed_interval, 500ms, PT0.5S",
    "interval, 15m, PT15M",
    "fixed_interval, 2d, PT48H",
  })
  void intervalsHaveThreeNames(String name, String text, String expected) {
    assertThat(request(name, text).interval()).isEqualTo(Duration.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"month", "quarter", "1y", "0s", "fast", "1.5h", ""})
  void otherIntervalsAreRefused(String text) {
    assertThatThrownBy(() -> request("calendar_interval", text))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void gapsAreFilledUnlessTheyAreNotWanted() {
    List<LogAggregation.Bar> bars =
        List.of(bar("2026-11-02T01:00:00Z", 3), bar("2026-11-02T04:00:00Z", 1));
    assertThat(request("fixed_interval", "1h").fill(bars))
        .extracting(LogAggregation.Bar::count)
        .containsExactly(3L, 0L, 0L, 1L);
    assertThat(request("fixed_interval", "1h", "min_doc_count", 1L).fill(bars)).isEqualTo(bars);
    assertThat(request("fixed_interval", "1h").fill(List.of())).isEmpty();
  }

  @Test
  void barsReachTheBounds() {
    HistogramRequest request =
        request(
            "fixed_interval",
            "1h",
            "extended_bounds",
            Map.of("min", "2026-11-01T23:30:00Z", "max", 1793588400000L));
    assertThat(request.fill(List.of(bar("2026-11-02T01:00:00Z", 3))))
        .extracting(b -> Instant.ofEpochMilli(b.startMillis()).toString() + " " + b.count())
        .containsExactly(
            "2026-11-01T23:00:00Z 0",
            "2026-11-02T00:00:00Z 0",
            "2026-11-02T01:00:00Z 3",
            "2026-11-02T02:00:00Z 0",
            "2026-11-02T03:00:00Z 0");
  }

  @Test
  void daysFollowTheZoneOverTheChangeOfTheClock() {
    // In Berlin, 25 October 2026 has 25 hours.
    HistogramRequest request = request("calendar_interval", "day", "time_zone", "Europe/Berlin");
    List<LogAggregation.Bar> filled =
        request.fill(List.of(bar("2026-10-24T22:00:00Z", 1), bar("2026-10-26T23:00:00Z", 1)));
    assertThat(filled)
        .extracting(b -> request.text(b.startMillis()))
        .containsExactly(
            "2026-10-25T00:00:00.000+02:00",
            "2026-10-26T00:00:00.000+01:00",
            "2026-10-27T00:00:00.000+01:00");
  }

  @Test
  void tooManyBarsAreRefused() {
    HistogramRequest request = request("fixed_interval", "1s");
    assertThatThrownBy(() ->
            request.fill(List.of(bar("2026-10-01T00:00:00Z", 1), bar("2026-11-01T00:00:00Z", 1))))
        .hasMessageContaining("too many buckets");
  }

  @Test
  void termsAreOrderedAsAsked() {
    Map<String, Long> counts = Map.of("a", 1L, "b", 3L, "c", 3L);
    assertThat(values(Map.of("size", 2L), counts)).containsExactly("b", "c");
    assertThat(values(Map.of("order", Map.of("_key", "desc")), counts))
        .containsExactly("c", "b", "a");
    assertThat(values(Map.of("order", List.of(Map.of("_count", "asc"))), counts))
        .containsExactly("a", "b", "c");
    assertThatThrownBy(() -> values(Map.of("order", Map.of("price", "asc")), counts))
        .hasMessageContaining("[price]");
    assertThatThrownBy(() -> values(Map.of("include", "x"), counts))
        .hasMessageContaining("[include]");
  }

  private static List<String> values(Map<?, ?> body, Map<String, Long> counts) {
    return TermsRequest.of("level", body).top(counts).stream()
        .map(LogAggregation.Value::value)
        .toList();
  }
}
