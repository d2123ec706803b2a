package io.mallwatch.metrics.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.tsdb.open.Histograms;
import org.junit.jupiter.api.Test;

class HistogramRulesTest {

  private static NativeHistogram exponential(
      int schema, double count, double sum, int[] spans, double... buckets) {
    return new NativeHistogram(
        schema,
        0,
        0,
        count,
        sum,
        spans,
        buckets,
        new int[0],
        new double[0],
        new double[0],
        ResetHint.UNKNOWN);
  }

  private static NativeHistogram custom(double[] bounds, int[] spans, double... buckets) {
    double count = 0;
    for (double bucket : buckets) {
      count += bucket;
    }
    return new NativeHistogram(
        NativeHistogram.CUSTOM_BUCKETS,
        0,
        0,
        count,
        1,
        spans,
        buckets,
        new int[0],
        new double[0],
        bounds,
        ResetHint.UNKNOWN);
  }

  @Test
  void soundOnesPass() {
    assertThat(HistogramRules.problem(Histograms.of(5))).isNull();
    assertThat(HistogramRules.problem(Histograms.custom(5))).isNull();
    assertThat(HistogramRules.problem(NativeHistogram.stale())).isNull();
    assertThat(HistogramRules.problem(exponential(0, 0.3, 1, new int[] {0, 2}, 0.1, 0.2))).isNull();
  }

  @Test
  void schemasOutsideTheRangeAreRefused() {
    assertThat(HistogramRules.problem(exponential(-5, 1, 1, new int[] {0, 1}, 1)))
        .contains("schema -5");
    assertThat(HistogramRules.problem(exponential(9, 1, 1, new int[] {0, 1}, 1)))
        .contains("schema 9");
  }

  @Test
  void spansMustNameTheBuckets() {
    assertThat(HistogramRules.problem(exponential(0, 1, 1, new int[] {0, 2}, 1)))
        .contains("name 2 buckets, there are 1");
    assertThat(HistogramRules.problem(exponential(0, 2, 1, new int[] {0, 1, -1, 1}, 1, 1)))
        .contains("negative offset");
    assertThat(HistogramRules.problem(exponential(0, 2, 1, new int[] {-3, 1, 1, 1}, 1, 1)))
        .isNull();
    assertThat(HistogramRules.problem(exponential(0, 2, 1, new int[] {0}, 1, 1)))
        .contains("not pairs");
  }

  @Test
  void countsMustAddUp() {
    assertThat(HistogramRules.problem(exponential(0, 4, 1, new int[] {0, 2}, 1, 2)))
        .contains("hold 3 observations, the count is 4");
    assertThat(HistogramRules.problem(exponential(0, 4, Double.NaN, new int[] {0, 2}, 1, 2)))
        .as("observations of NaN are in no bucket")
        .isNull();
    assertThat(HistogramRules.problem(exponential(0, 2, Double.NaN, new int[] {0, 2}, 1, 2)))
        .isNotNull();
    assertThat(HistogramRules.problem(exponential(0, 0, 1, new int[] {0, 2}, 1, -1)))
        .contains("negative count");
  }

  @Test
  void boundsMustIncreaseAndCoverTheBuckets() {
    assertThat(HistogramRules.problem(custom(new double[] {1, 2}, new int[] {0, 3}, 1, 1, 1)))
        .isNull();
    assertThat(HistogramRules.problem(custom(new double[] {1, 2}, new int[] {0, 4}, 1, 1, 1, 1)))
        .contains("more custom buckets");
    assertThat(HistogramRules.problem(custom(new double[] {2, 2}, new int[] {0, 1}, 1)))
        .contains("do not increase");
    assertThat(
            HistogramRules.problem(
                custom(new double[] {1, Double.POSITIVE_INFINITY}, new int[] {0, 1}, 1)))
        .contains("not finite");
    assertThat(HistogramRules.problem(custom(new double[] {1}, new int[] {-1, 1}, 1)))
        .contains("negative offset");
  }
}
