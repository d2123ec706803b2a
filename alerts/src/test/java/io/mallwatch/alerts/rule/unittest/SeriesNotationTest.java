package io.mallwatch.alerts.rule.unittest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.alerts.rule.unittest.SeriesNotation.Value;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesNotationTest {

  private static String written(String text) {
    return SeriesNotation.values(text).stream()
        .map(value ->
            switch (value) {
              case Value.Gap() -> "_";
              case Value.Plain(double number) ->
                  Sample.isStale(number) ? "stale" : Double.toString(number);
              case Value.Histogram(var histogram) -> "h" + histogram.count();
            })
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2 | 1.0 2.0",
        "1x2 | 1.0 1.0 1.0",
        "0x1 | 0.0 0.0",
        "5-1x3 | 5.0 4.0 3.0 2.0",
        "-1+2x1 | -1.0 1.0",
        "_ _x2 1 | _ _ _ 1.0",
        "stale 1e2 .5 | stale 100.0 0.5",
        "Inf -Inf NaN +1 | Infinity -Infinity NaN 1.0",
        "{{count:2}} {{count:1}}+{{count:2}}x2 | h2.0 h1.0 h3.0 h5.0",
        "{{count:4}}x1 {{}} | h4.0 h4.0 h0.0",
      })
  void valuesExpand(String text, String expected) {
    assertThat(written(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "1+2", "1x", "1 x3", "12q", "{{count}}", "{{what:1}}", "1x2000000", "1,2"})
  void whatIsNoValueIsRefused(String text) {
    assertThatThrownBy(() -> SeriesNotation.values(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSeriesIsReadWithItsName() {
    assertThat(SeriesNotation.labels("up{job=\"mall\",empty=\"\"}"))
        .isEqualTo(Labels.of("__name__", "up", "job", "mall"));
    assertThat(SeriesNotation.labels("{}")).isEqualTo(Labels.EMPTY);
    assertThat(SeriesNotation.labels("{\"a.b\", job='x'}"))
        .isEqualTo(Labels.of("__name__", "a.b", "job", "x"));
    assertThatThrownBy(() -> SeriesNotation.labels("up{job=~\"a\"}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHistogramIsReadWithAllItsFields() {
    List<Value> values =
        SeriesNotation.values(
            "{{schema:1 sum:-0.3 count:3.1 z_bucket:7.1 z_bucket_w:0.05 buckets:[5.1 10 7] offset:-3"
                + " n_buckets:[4.1 5] n_offset:-5 counter_reset_hint:gauge custom_values:[1 2]}}");
    assertThat(values)
        .singleElement()
        .isInstanceOfSatisfying(
            Value.Histogram.class,
            value -> {
              assertThat(value.value().schema()).isEqualTo(1);
              assertThat(value.value().positiveSpans()).containsExactly(-3, 3);
              assertThat(value.value().negativeBuckets()).containsExactly(4.1, 5);
              assertThat(value.value().customValues()).containsExactly(1, 2);
            });
  }
}
