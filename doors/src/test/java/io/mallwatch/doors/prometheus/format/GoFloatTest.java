package io.mallwatch.doors.prometheus.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Gen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFloatTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0e+00",
    "-0.0, -0, -0e+00",
    "1, 1, 1e+00",
    "0.81, 0.81, 8.1e-01",
    "100000, 100000, 1e+05",
    "123456.789, 123456.789, 1.23456789e+05",
    "0.000001, 0.000001, 1e-06",
    "1e-7, 1e-07, 1e-07",
    "1.5e-9, 1.5e-09, 1.5e-09",
    "1e20, 100000000000000000000, 1e+20",
    "1e21, 1e+21, 1e+21",
    "-1.7976931348623157e308, -1.7976931348623157e+308, -1.7976931348623157e+308",
    "5e-324, 5e-324, 5e-324",
    "9007199254740993, 9007199254740992, 9.007199254740992e+15",
    "NaN, NaN, NaN",
    "Infinity, +Inf, +Inf",
    "-Infinity, -Inf, -Inf"
  })
  void numbersArePrintedAsGoDoes(double value, String json, String exponent) {
    assertThat(GoFloat.json(value)).isEqualTo(json);
    assertThat(GoFloat.exponent(value)).isEqualTo(exponent);
  }

  @Test
  void whatIsPrintedReadsBackTheSame() {
    Gen.forAll(
        2_000,
        random -> Double.longBitsToDouble(random.nextLong()),
        value -> {
          if (!Double.isNaN(value) && !Double.isInfinite(value)) {
            assertThat(Double.parseDouble(GoFloat.json(value))).isEqualTo(value);
            assertThat(Double.parseDouble(GoFloat.plain(value))).isEqualTo(value);
            assertThat(Double.parseDouble(GoFloat.exponent(value))).isEqualTo(value);
          }
        });
  }

  @Test
  void secondsHaveThreeDecimalsOrNone() {
    assertThat(GoFloat.seconds(1435781451781L)).isEqualTo("1435781451.781");
    assertThat(GoFloat.seconds(1435781451700L)).isEqualTo("1435781451.700");
    assertThat(GoFloat.seconds(1435781451000L)).isEqualTo("1435781451");
    assertThat(GoFloat.seconds(5)).isEqualTo("0.005");
    assertThat(GoFloat.seconds(-1500)).isEqualTo("-1.500");
  }
}
