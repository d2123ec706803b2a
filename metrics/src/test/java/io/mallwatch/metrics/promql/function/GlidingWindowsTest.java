package io.mallwatch.metrics.promql.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.testkit.Gen;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What functions compute from step to step against what they compute for each window alone: one
/// window over a series shares nothing with another, so it is done directly.
class GlidingWindowsTest {

  private enum Kind {
    WHOLE,
    DECIMAL,
    MIXED,
    WITH_NAN,
    HUGE,
    COUNTER
  }

  private record Case(long[] times, double[] values, long length, long step) {

    static Case random(RandomGenerator random) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      int size = 1 + random.nextInt(300);
      long[] times = new long[size];
      double[] values = new double[size];
      for (int i = 0; i < size; i++) {
        times[i] = (i == 0 ? 0 : times[i - 1]) + 1 + random.nextInt(1_000);
        values[i] =
            switch (kind) {
              case WHOLE -> random.nextInt(-1_000, 1_000);
              case DECIMAL -> random.nextInt(1, 100_000) / 100.0;
              case MIXED -> random.nextGaussian() * Math.pow(10, random.nextInt(-9, 9));
              case WITH_NAN -> random.nextInt(6) == 0 ? Double.NaN : random.nextInt(5);
              case HUGE -> random.nextBoolean() ? Double.MAX_VALUE : random.nextDouble();
              case COUNTER ->
                  random.nextInt(20) == 0 || i == 0 ? 0 : values[i - 1] + random.nextInt(9);
            };
      }
      return new Case(times, values, 1 + random.nextInt(60_000), 1 + random.nextInt(3_000));
    }
  }

  private static StepColumn apply(String function, Case tried, long[] ends) {
    double[] args = new double[ends.length];
    Arrays.fill(args, 0.3);
    Window window = new Window(new WindowBounds(ends, ends, tried.length()), List.of(args, args));
    SampleColumns samples = new SampleColumns(1);
    for (int i = 0; i < tried.times().length; i++) {
      samples.add(tried.times()[i], tried.values()[i]);
    }
    window.over(samples);
    StepColumn out = new StepColumn(ends.length);
    RangeFunctions.find(function).orElseThrow().apply(window, out);
    return out;
  }

  /// @param tolerance how far the two may be apart
  private static void compare(String function, DoubleBinaryOperator tolerance) {
    Gen.forAll(
        200,
        Case::random,
        tried -> {
          int steps = (int) (100_000 / tried.step()) + 1;
          long[] ends = new long[steps];
          Arrays.setAll(ends, step -> step * tried.step());
          StepColumn all = apply(function, tried, ends);
          for (int step = 0; step < steps; step++) {
            StepColumn one = apply(function, tried, new long[] {ends[step]});
            assertThat(all.has(step)).isEqualTo(one.has(0));
            if (one.has(0)
                && Double.doubleToLongBits(all.value(step))
                    != Double.doubleToLongBits(one.value(0))) {
              assertThat(Math.abs(all.value(step) - one.value(0)))
                  .as("%s instead of %s", all.value(step), one.value(0))
                  .isLessThanOrEqualTo(tolerance.applyAsDouble(all.value(step), one.value(0)));
            }
          }
        });
  }

  private static void compareBits(String function) {
    compare(function, (_, _) -> -1);
  }

  @Test
  void ratesAreTheSameToTheBit() {
    for (String function : List.of("rate", "increase", "delta", "irate", "idelta", "deriv")) {
      compareBits(function);
    }
  }

  @Test
  void countsAreTheSame() {
    for (String function : List.of("changes", "resets", "count_over_time", "present_over_time")) {
      compareBits(function);
    }
  }

  @Test
  void extremesAndQuantilesAreTheSameToTheBit() {
    for (String function :
        List.of("min_over_time", "max_over_time", "quantile_over_time", "last_over_time")) {
      compareBits(function);
    }
  }

  @Test
  void sumsAndMeansAreTheSameButForTheLastBit() {
    compare("sum_over_time", (a, b) -> Math.max(Math.ulp(a), Math.ulp(b)));
    compare("avg_over_time", (a, b) -> Math.max(Math.ulp(a), Math.ulp(b)));
  }
}
