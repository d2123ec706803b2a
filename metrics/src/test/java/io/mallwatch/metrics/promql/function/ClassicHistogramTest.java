package io.mallwatch.metrics.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.testkit.Gen;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ClassicHistogramTest {

  private static ClassicHistogram of(double... boundsAndCounts) {
    ClassicHistogram histogram = new ClassicHistogram(boundsAndCounts.length / 2);
    for (int i = 0; i < boundsAndCounts.length; i += 2) {
      histogram.add(boundsAndCounts[i], boundsAndCounts[i + 1]);
    }
    return histogram;
  }

  @Test
  void quantileIsInterpolatedInItsBucket() {
    ClassicHistogram histogram = of(1, 10, 2, 30, Double.POSITIVE_INFINITY, 40);

    assertThat(histogram.quantile(0.125)).isEqualTo(0.5);
    assertThat(histogram.quantile(0.5)).isEqualTo(1.5);
    assertThat(histogram.quantile(0.99)).isEqualTo(2);
  }

  @Test
  void quantileOutsideIsInfinite() {
    ClassicHistogram histogram = of(1, 10, Double.POSITIVE_INFINITY, 10);

    assertThat(histogram.quantile(-0.1)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(histogram.quantile(1.1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(histogram.quantile(Double.NaN)).isNaN();
  }

  @Test
  void nothingIsKnownWithoutObservationsOrTheLastBucket() {
    assertThat(of(1, 0, Double.POSITIVE_INFINITY, 0).quantile(0.5)).isNaN();
    assertThat(of(1, 5, 2, 5).quantile(0.5)).isNaN();
    assertThat(of(Double.POSITIVE_INFINITY, 5).quantile(0.5)).isNaN();
    assertThat(of(1, 5, 2, 5).fraction(0, 1)).isNaN();
  }

  @Test
  void equalBoundsAreAddedUp() {
    assertThat(of(1, 2, 1, 3, Double.POSITIVE_INFINITY, 5).quantile(1)).isEqualTo(1);
    assertThat(of(1, 2, 1, 3, Double.POSITIVE_INFINITY, 10).fraction(0, 1)).isEqualTo(0.5);
  }

  @Test
  void fallingCountsAreMendedAndTold() {
    ClassicHistogram histogram = of(1, 10, 2, 7, 4, 12, 8, 11, Double.POSITIVE_INFINITY, 20);

    ClassicHistogram.Repair repair = histogram.repair();

    assertThat(repair).isEqualTo(new ClassicHistogram.Repair(true, 2, 8, 3));
    assertThat(of(1, 10, 2, 10 - 1e-13, Double.POSITIVE_INFINITY, 20).repair().forced()).isFalse();
  }

  @Test
  void fractionBelowAQuantileIsTheQuantile() {
    Gen.forAll(
        500,
        ClassicHistogramTest::random,
        histogram -> {
          for (double q = 0.05; q < 1; q += 0.1) {
            double value = histogram.quantile(q);
            double share = histogram.fraction(Double.NEGATIVE_INFINITY, value);
            double below = histogram.fraction(Double.NEGATIVE_INFINITY, value - 1e-9);
            assertThat(q).isGreaterThanOrEqualTo(Math.min(below, share) - 1e-6);
            assertThat(histogram.quantile(Math.min(1, share))).isCloseTo(value, within(1e-6));
          }
        });
  }

  @Test
  void fractionsOfNeighboursAddUp() {
    Gen.forAll(
        500,
        ClassicHistogramTest::random,
        histogram -> {
          double[] cuts = {Double.NEGATIVE_INFINITY, -3, 0.5, 2, 7.5, Double.POSITIVE_INFINITY};
          double sum = 0;
          for (int i = 1; i < cuts.length; i++) {
            sum += histogram.fraction(cuts[i - 1], cuts[i]);
          }
          assertThat(sum).isCloseTo(1, within(1e-9));
        });
  }

  /// Every bucket has observations, those above the highest bound too.
  private static ClassicHistogram random(RandomGenerator random) {
    double[] bounds =
        random.ints(2 + random.nextInt(6), 1, 100).distinct().sorted().asDoubleStream().toArray();
    ClassicHistogram histogram = new ClassicHistogram(bounds.length + 1);
    double count = 0;
    for (double bound : bounds) {
      count += 1 + random.nextInt(20);
      histogram.add(bound, count);
    }
    histogram.add(Double.POSITIVE_INFINITY, count + 1);
    return histogram;
  }
}
