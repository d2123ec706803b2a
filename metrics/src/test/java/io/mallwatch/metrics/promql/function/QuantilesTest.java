package io.mallwatch.metrics.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantilesTest {

  private static double quantile(double q, double... values) {
    return Quantiles.quantile(q, values, values.length);
  }

  @Test
  void neighboursAreWeighted() {
    assertThat(quantile(0.5, 3, 1)).isEqualTo(2);
    assertThat(quantile(0.75, 4, 1, 3, 2, 5)).isEqualTo(4);
    assertThat(quantile(0.1, 10, 0)).isEqualTo(1, within(1e-12));
  }

  @Test
  void edgesAreTheExtremes() {
    assertThat(quantile(0, 3, 1, 2)).isEqualTo(1);
    assertThat(quantile(1, 3, 1, 2)).isEqualTo(3);
    assertThat(quantile(-0.1, 3)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(quantile(1.1, 3)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void notANumberIsTheSmallest() {
    assertThat(quantile(1, 1, Double.NaN, 2)).isEqualTo(2);
    assertThat(quantile(0, 1, Double.NaN, 2)).isNaN();
    assertThat(quantile(0.5, 1, Double.NaN, 2)).isEqualTo(1);
  }

  @Test
  void nothingHasNoQuantile() {
    assertThat(quantile(0.5)).isNaN();
    assertThat(quantile(Double.NaN, 1)).isNaN();
  }

  @Test
  void onlyTheFirstValuesCount() {
    assertThat(Quantiles.quantile(1, new double[] {1, 2, 99}, 2)).isEqualTo(2);
  }
}
