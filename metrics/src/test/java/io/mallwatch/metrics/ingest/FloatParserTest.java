package io.mallwatch.metrics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.Sample;
import io.mallwatch.testkit.Gen;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatParserTest {

  private static double parse(String text) {
    byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
    return FloatParser.parse(bytes, 1, bytes.length - 1);
  }

  private static void same(String text) {
    if (Double.isInfinite(Double.parseDouble(text))) {
      assertThatThrownBy(() -> parse(text)).isInstanceOf(NumberFormatException.class);
      return;
    }
    assertThat(Double.doubleToRawLongBits(parse(text)))
        .as(text)
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  @Test
  void shortestFormsOfAllDoublesAreReadBitForBit() {
    Gen.forAll(
        60_000,
        random -> Double.longBitsToDouble(random.nextLong()),
        value -> {
          if (Double.isFinite(value)) {
            same(Double.toString(value));
          }
        });
  }

  @Test
  void digitsOfAnyLengthAreReadBitForBit() {
    Gen.forAll(60_000, FloatParserTest::decimal, FloatParserTest::same);
  }

  private static String decimal(RandomGenerator random) {
    StringBuilder out = new StringBuilder();
    if (random.nextInt(4) == 0) {
      out.append(random.nextBoolean() ? '-' : '+');
    }
    int digits = random.nextInt(1, random.nextInt(10) == 0 ? 40 : 20);
    int point = random.nextInt(digits + 1);
    for (int i = 0; i < digits; i++) {
      if (i == point && random.nextBoolean()) {
        out.append('.');
      }
      out.append((char) ('0' + (random.nextInt(5) == 0 ? 0 : random.nextInt(10))));
    }
    if (random.nextInt(3) == 0) {
      out.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(-340, 280));
    }
    return out.toString();
  }

  @Test
  void numbersHalfWayBetweenTwoDoublesGoToTheEvenOne() {
    Gen.forAll(
        20_000,
        random -> {
          double value = Math.scalb(1 + random.nextDouble(), random.nextInt(-200, 200));
          BigDecimal middle =
              new BigDecimal(value).add(new BigDecimal(Math.nextUp(value))).divide(BigDecimal.TWO);
          String exact = middle.toString();
          int cut = random.nextInt(1, exact.length() + 1);
          return random.nextBoolean() || exact.indexOf('E') >= 0 ? exact : exact.substring(0, cut);
        },
        text -> {
          if (!text.endsWith(".")) {
            same(text);
          }
        });
  }

  @Test
  void wholeNumbersAroundThePowersOfTwoAreReadBitForBit() {
    for (int bit = 50; bit < 64; bit++) {
      for (long near = -3; near <= 3; near++) {
        String text = Long.toUnsignedString((1L << bit) + near);
        same(text);
        same("-" + text);
        same(text + "e-5");
        same(text + "0");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "00",
        "1.",
        ".5",
        "-.5",
        "1e5",
        "1E+05",
        "1e-05",
        "4.9e-324",
        "2.4e-324",
        "1e-400",
        "1.7976931348623157e308",
        "0.1",
        "9007199254740993",
        "0e999999999",
        "123456789012345678901234567890",
        "000000000000000000000000000001",
        "1e22",
        "1e23",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "18446744073709551615",
        "18446744073709551616",
        "184467440737095516160"
      })
  void edgesAreReadBitForBit(String text) {
    same(text);
  }

  @Test
  void wordsForInfinityAndNoNumberAreUnderstood() {
    for (String text : new String[] {"Inf", "+Inf", "+inf", "infinity", "+Infinity"}) {
      assertThat(parse(text)).isEqualTo(Double.POSITIVE_INFINITY);
    }
    assertThat(parse("-Inf")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Double.doubleToRawLongBits(parse("NaN"))).isEqualTo(Sample.NORMAL_NAN_BITS);
    assertThat(Double.doubleToRawLongBits(parse("nan"))).isEqualTo(Sample.NORMAL_NAN_BITS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", "+", ".", "e5", "1e", "1e+", "1f", "1d", "0x1p3", "1_000", " 1", "1 ", "1.2.3",
        "--1", "1e5.5", "1e400", "-1e400", "NaN1", "+NaN", "infinit", "１", "1,5", "é"
      })
  void theRestIsNoNumber(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(NumberFormatException.class);
  }
}
