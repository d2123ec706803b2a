package io.mallwatch.metrics.promql.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.function.KahanMean;
import io.mallwatch.metrics.promql.syntax.AggregateOperator;
import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Folds over columns with gaps against the same on lists of numbers.
class FoldTest {

  private static List<StepColumn> columns(RandomGenerator random) {
    int steps = 1 + random.nextInt(150);
    int gaps = random.nextInt(3);
    boolean odd = random.nextInt(4) == 0;
    List<StepColumn> all = new ArrayList<>();
    for (int series = random.nextInt(1, 9); series > 0; series--) {
      StepColumn column = new StepColumn(steps);
      for (int step = 0; step < steps; step++) {
        if (random.nextInt(10) >= gaps) {
          column.set(step, odd ? oddity(random) : random.nextGaussian() * 1e6);
        }
      }
      all.add(column);
    }
    return all;
  }

  private static double oddity(RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> Double.MAX_VALUE;
      default -> random.nextInt(9);
    };
  }

  private static void compare(
      AggregateOperator operator, Function<List<Double>, OptionalDouble> reference) {
    Gen.forAll(
        300,
        FoldTest::columns,
        columns -> {
          int steps = columns.getFirst().steps();
          Fold fold = Fold.of(operator, 2, steps, new double[steps]);
          columns.forEach(column -> fold.add(1, column));
          StepColumn result = fold.result(1);
          assertThat(fold.result(0).isEmpty()).isTrue();
          for (int step = 0; step < steps; step++) {
            List<Double> values = new ArrayList<>();
            for (StepColumn column : columns) {
              if (column.has(step)) {
                values.add(column.value(step));
              }
            }
            assertThat(result.has(step)).isEqualTo(!values.isEmpty());
            if (!values.isEmpty()) {
              assertThat(Double.doubleToLongBits(result.value(step)))
                  .as("%s of %s", result.value(step), values)
                  .isEqualTo(Double.doubleToLongBits(reference.apply(values).orElseThrow()));
            }
          }
        });
  }

  private static OptionalDouble sum(List<Double> values) {
    double sum = values.getFirst();
    double lost = 0;
    for (double value : values.subList(1, values.size())) {
      double total = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
      sum = total;
    }
    return OptionalDouble.of(Double.isInfinite(sum) ? sum : sum + lost);
  }

  private static OptionalDouble mean(List<Double> values) {
    KahanMean mean = new KahanMean();
    values.forEach(mean::add);
    return OptionalDouble.of(mean.result());
  }

  private static OptionalDouble extreme(List<Double> values, boolean max) {
    return OptionalDouble.of(
        values.stream()
            .filter(value -> !Double.isNaN(value))
            .reduce(max ? Double::max : Double::min)
            .orElse(Double.NaN));
  }

  @Test
  void sumsAreKahans() {
    compare(AggregateOperator.SUM, FoldTest::sum);
  }

  @Test
  void meansSurviveOverflow() {
    compare(AggregateOperator.AVG, FoldTest::mean);
  }

  @Test
  void extremesIgnoreNan() {
    compare(AggregateOperator.MIN, values -> extreme(values, false));
    compare(AggregateOperator.MAX, values -> extreme(values, true));
  }

  @Test
  void countsCount() {
    compare(AggregateOperator.COUNT, values -> OptionalDouble.of(values.size()));
    compare(AggregateOperator.GROUP, _ -> OptionalDouble.of(1));
  }
}
