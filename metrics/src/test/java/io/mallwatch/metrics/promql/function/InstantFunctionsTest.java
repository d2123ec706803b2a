package io.mallwatch.metrics.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.testkit.Gen;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstantFunctionsTest {

  private static double call(String function, double value) {
    return InstantFunctions.find(function).orElseThrow().applyAsDouble(value);
  }

  @Test
  void hyperbolicFunctionsAreInverse() {
    Gen.forAll(
        500,
        random -> random.nextDouble(-15, 15),
        x -> {
          assertThat(call("asinh", call("sinh", x))).isCloseTo(x, within(1e-6));
          assertThat(call("acosh", call("cosh", x))).isCloseTo(Math.abs(x), within(1e-4));
          double y = x / 16;
          assertThat(call("atanh", call("tanh", y))).isCloseTo(y, within(1e-9));
        });
  }

  @Test
  void logarithmOfPowersOfTwoIsExact() {
    for (int power = -1022; power <= 1023; power++) {
      assertThat(call("log2", Math.scalb(1.0, power))).isEqualTo(power);
    }
    assertThat(call("log2", 0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(call("log2", -1)).isNaN();
    assertThat(call("log2", Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void edgesOfInverses() {
    assertThat(call("acosh", 0.5)).isNaN();
    assertThat(call("acosh", 1)).isZero();
    assertThat(call("atanh", 1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(call("atanh", 2)).isNaN();
    assertThat(call("asinh", Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(call("asinh", -1e200)).isEqualTo(-call("asinh", 1e200));
  }

  @Test
  void halvesAreRoundedUp() {
    assertThat(InstantFunctions.round(2.5, 1)).isEqualTo(3);
    assertThat(InstantFunctions.round(-2.5, 1)).isEqualTo(-2);
    assertThat(InstantFunctions.round(7, 5)).isEqualTo(5);
    assertThat(InstantFunctions.round(8, 5)).isEqualTo(10);
  }

  @Test
  void oneToAnyPowerIsOne() {
    assertThat(InstantFunctions.power(1, Double.NaN)).isEqualTo(1);
    assertThat(InstantFunctions.power(-1, Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(InstantFunctions.power(2, 10)).isEqualTo(1024);
  }

  @Test
  void naturalOrderReadsNumbers() {
    assertThat(
            List.of("b", "a10", "a9", "", "a09", "a", "a9b", "10", "9").stream()
                .sorted(new NaturalOrder())
                .toList())
        .containsExactly("", "9", "10", "a", "a9", "a9b", "a09", "a10", "b");
  }

  @Test
  void datesOutOfReachAreMovedIn() {
    for (double none : new double[] {1e300, Double.NEGATIVE_INFINITY, Double.NaN}) {
      assertThat(calendar("year", none)).isEqualTo(292_277_026_596.0);
      assertThat(calendar("month", none)).isEqualTo(12);
      assertThat(calendar("day_of_month", none)).isEqualTo(4);
      assertThat(calendar("day_of_year", none)).isEqualTo(339);
      assertThat(calendar("hour", none)).isEqualTo(15);
    }
    assertThat(calendar("year", -62_135_596_801.0)).isZero();
    assertThat(calendar("day_of_week", -1)).isEqualTo(3);
    assertThat(calendar("minute", -61)).isEqualTo(58);
  }

  private static double calendar(String function, double seconds) {
    return CalendarFunctions.find(function).orElseThrow().applyAsDouble(seconds);
  }
}
