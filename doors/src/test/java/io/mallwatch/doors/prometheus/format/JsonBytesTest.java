package io.mallwatch.doors.prometheus.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Json;
import io.mallwatch.testkit.Gen;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {

  private static String text(JsonBytes bytes) {
    return new String(bytes.take(), StandardCharsets.UTF_8);
  }

  private static String number(double value) {
    return text(new JsonBytes(1).number(value));
  }

  /// The shortest digits by trying out one after another.
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      for (RoundingMode mode :
          new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN}) {
        BigDecimal rounded = exact.round(new MathContext(digits, mode));
        if (rounded.doubleValue() == value) {
          return rounded;
        }
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
  }

  private static void check(double value) {
    if (!Double.isNaN(value) && !Double.isInfinite(value)) {
      assertThat(new BigDecimal(GoFloat.plain(value))).isEqualByComparingTo(shortest(value));
      assertThat(number(value)).isEqualTo(GoFloat.json(value));
    }
  }

  @Test
  void anyNumberHasTheFewestDigitsThatReadBackTheSame() {
    Gen.forAll(20_000, random -> Double.longBitsToDouble(random.nextLong()), JsonBytesTest::check);
  }

  @Test
  void numbersAsTheyComeFromCountersAndRatesAreShort() {
    Gen.forAll(
        20_000,
        random -> {
          double value = random.nextLong(1_000_000) / Math.pow(10, random.nextInt(12));
          return random.nextBoolean() ? value : value / 15;
        },
        JsonBytesTest::check);
  }

  @Test
  void powersOfTwoAndTenAndTheirNeighboursAreExact() {
    for (int power = -1074; power <= 1023; power++) {
      double value = Math.scalb(1.0, power);
      check(value);
      check(Math.nextUp(value));
      check(-Math.nextDown(value));
    }
    for (int power = -323; power <= 308; power++) {
      double value = Double.parseDouble("1e" + power);
      check(value);
      check(Math.nextUp(value));
      check(Math.nextDown(value));
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0,
        -0.0,
        1,
        -1,
        4.9E-324,
        4.35,
        9007199254740992.0,
        1e15,
        1.2345678901234568E17,
        2e-44,
        1e-6,
        9.5e-7,
        1e21,
        9.999e20,
        0.1,
        0.30000000000000004,
        1e23,
        Double.MAX_VALUE
      })
  void bytesAreTheTextOfGo(double value) {
    assertThat(number(value)).isEqualTo(GoFloat.json(value));
    assertThat(number(-value)).isEqualTo(GoFloat.json(-value));
  }

  @Test
  void whatIsNoNumberHasItsName() {
    assertThat(number(Double.NaN)).isEqualTo("NaN");
    assertThat(number(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
    assertThat(number(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
  }

  @Test
  void wholeNumbersAndTimesArePlain() {
    assertThat(text(new JsonBytes(1).whole(0).raw(' ').whole(Long.MIN_VALUE)))
        .isEqualTo("0 -9223372036854775808");
    assertThat(text(new JsonBytes(1).whole(Long.MAX_VALUE))).isEqualTo("9223372036854775807");
    Gen.forAll(
        5_000,
        random -> random.nextLong() >> random.nextInt(64),
        value -> {
          assertThat(text(new JsonBytes(1).whole(value))).isEqualTo(Long.toString(value));
          if (value > Long.MIN_VALUE) {
            assertThat(text(new JsonBytes(1).seconds(value))).isEqualTo(GoFloat.seconds(value));
          }
        });
  }

  @Test
  void stringsReadBackTheSame() {
    Gen.forAll(
        5_000,
        random -> {
          StringBuilder out = new StringBuilder();
          int length = random.nextInt(8);
          for (int i = 0; i < length; i++) {
            switch (random.nextInt(4)) {
              case 0 -> out.append((char) random.nextInt(0x20));
              case 1 -> out.append("\"\\/'<&\u007f".charAt(random.nextInt(7)));
              case 2 -> out.appendCodePoint(0x4e00 + random.nextInt(0x5000));
              default -> out.appendCodePoint(0x1f600 + random.nextInt(64));
            }
          }
          return out.toString();
        },
        value -> assertThat(Json.tree(new JsonBytes(1).text(value).take())).isEqualTo(value));
    assertThat(text(new JsonBytes(4).text("a\nb\"\u0001店\ud800")))
        .isEqualTo("\"a\\nb\\\"\\u0001店?\"");
  }
}
