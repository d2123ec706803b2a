package io.mallwatch.metrics.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.testkit.Gen;
import org.junit.jupiter.api.Test;

class NumeralsTest {

  @Test
  void durationsAddTheirUnits() {
    assertThat(Numerals.parseDuration("0")).isZero();
    assertThat(Numerals.parseDuration("1y")).isEqualTo(365L * 24 * 3_600_000);
    assertThat(Numerals.parseDuration("1w2d3h4m5s6ms"))
        .isEqualTo(((9L * 24 + 3) * 60 + 4) * 60_000 + 5_006);
  }

  @Test
  void durationUnitsMustFallAndComeOnce() {
    for (String bad : new String[] {"5m5m", "1s1m", "1x", "m", "5", "", "1.5m", "99999999999y"}) {
      assertThatThrownBy(() -> Numerals.parseDuration(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void durationsPrintAsTheyAreRead() {
    assertThat(Numerals.formatDuration(0)).isEqualTo("0s");
    assertThat(Numerals.formatDuration(90_000)).isEqualTo("1m30s");
    assertThat(Numerals.formatDuration(7L * 86_400_000)).isEqualTo("1w");
    assertThat(Numerals.formatDuration(8L * 86_400_000)).isEqualTo("8d");
    assertThat(Numerals.formatDuration(36L * 3_600_000)).isEqualTo("36h");
    assertThat(Numerals.formatDuration(-1)).isEqualTo("-1ms");
    Gen.forAll(
        500,
        random -> random.nextLong(1, 1L << random.nextInt(1, 42)),
        millis ->
            assertThat(Numerals.parseDuration(Numerals.formatDuration(millis))).isEqualTo(millis));
  }

  @Test
  void plainNumbersHaveNoExponent() {
    assertThat(Numerals.plain(1e21)).isEqualTo("1000000000000000000000");
    assertThat(Numerals.plain(1.5e-7)).isEqualTo("0.00000015");
    assertThat(Numerals.plain(-0.0)).isEqualTo("-0");
    assertThat(Numerals.plain(6)).isEqualTo("6");
    assertThat(Numerals.plain(0.1 + 0.2)).isEqualTo("0.30000000000000004");
    assertThat(Numerals.plain(Double.NaN)).isEqualTo("NaN");
    assertThat(Numerals.plain(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
  }

  @Test
  void generalNumbersHaveOneWhenItIsShorter() {
    assertThat(Numerals.general(123456)).isEqualTo("123456");
    assertThat(Numerals.general(1234567)).isEqualTo("1.234567e+06");
    assertThat(Numerals.general(1e30)).isEqualTo("1e+30");
    assertThat(Numerals.general(-1e-7)).isEqualTo("-1e-07");
    assertThat(Numerals.general(0.0001)).isEqualTo("0.0001");
    assertThat(Numerals.general(1.26, 2)).isEqualTo("1.3");
    assertThat(Numerals.general(0)).isEqualTo("0");
  }

  @Test
  void plainNumbersReadBackTheSame() {
    Gen.forAll(
        1000,
        random -> Double.longBitsToDouble(random.nextLong()),
        value -> {
          assertThat(Numerals.parseFloat(Numerals.plain(value)).orElseThrow()).isEqualTo(value);
          assertThat(Numerals.parseFloat(Numerals.general(value)).orElseThrow()).isEqualTo(value);
        });
  }

  @Test
  void onlyNumbersAreNumbers() {
    for (String bad : new String[] {"", "x", "1f", "0x10", " 1", "1 ", "1e", "--1", ".", "1_0"}) {
      assertThat(Numerals.parseFloat(bad)).as(bad).isEmpty();
    }
    assertThat(Numerals.parseFloat("+Infinity")).hasValue(Double.POSITIVE_INFINITY);
    assertThat(Numerals.parseFloat("-.5e+1")).hasValue(-5);
  }
}
