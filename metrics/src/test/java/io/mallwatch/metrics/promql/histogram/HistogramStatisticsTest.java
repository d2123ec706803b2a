package io.mallwatch.metrics.promql.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.ScriptHistogram;
import io.mallwatch.metrics.promql.histogram.HistogramStatistics.NanEffect;
import io.mallwatch.testkit.Gen;
import org.junit.jupiter.api.Test;

class HistogramStatisticsTest {

  private static NativeHistogram h(String fields) {
    return ScriptHistogram.of(fields);
  }

  private static double quantile(double q, String fields) {
    return HistogramStatistics.quantile(q, h(fields)).value();
  }

  private static double fraction(double lower, double upper, String fields) {
    return HistogramStatistics.fraction(lower, upper, h(fields)).value();
  }

  @Test
  void quantileIsInterpolatedOverTheLogarithm() {
    assertThat(quantile(0.5, "count:4 offset:1 buckets:[4]"))
        .isCloseTo(Math.sqrt(2), within(1e-12));
    assertThat(quantile(0.5, "count:4 n_offset:1 n_buckets:[4]"))
        .isCloseTo(-Math.sqrt(2), within(1e-12));
    assertThat(quantile(0, "count:4 offset:1 buckets:[4]")).isEqualTo(1);
    assertThat(quantile(1, "count:4 offset:1 buckets:[0 4 0]")).isEqualTo(4);
  }

  @Test
  void zeroBucketIsLinearAndOneSidedBesideBucketsOfOneSign() {
    assertThat(quantile(0.5, "count:4 z_bucket:4 z_bucket_w:1")).isEqualTo(0);
    assertThat(quantile(0.25, "count:4 z_bucket:2 z_bucket_w:1 offset:1 buckets:[2]"))
        .isEqualTo(0.5);
    assertThat(quantile(0.75, "count:4 z_bucket:2 z_bucket_w:1 n_offset:1 n_buckets:[2]"))
        .isEqualTo(-0.5);
  }

  @Test
  void customBucketsAreLinearAndOpenOnesGiveTheirBound() {
    String custom = "schema:-53 count:10 custom_values:[2 4] buckets:[4 4 2]";

    assertThat(quantile(0.2, custom)).isEqualTo(1);
    assertThat(quantile(0.6, custom)).isEqualTo(3);
    assertThat(quantile(0.99, custom)).isEqualTo(4);
    assertThat(quantile(0.1, "schema:-53 count:1 custom_values:[-2 4] buckets:[1]")).isEqualTo(-2);
  }

  @Test
  void quantilesOutsideAndOfNothing() {
    assertThat(quantile(-0.1, "count:1 buckets:[1]")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(quantile(1.1, "count:1 buckets:[1]")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(quantile(0.5, "")).isNaN();
    assertThat(quantile(Double.NaN, "count:1 buckets:[1]")).isNaN();
  }

  @Test
  void observationsOfNanSkewOrSpoilAQuantile() {
    NativeHistogram nans = h("sum:NaN count:10 offset:1 buckets:[8]");

    assertThat(HistogramStatistics.quantile(0.5, nans).nans()).isEqualTo(NanEffect.SKEWED);
    assertThat(HistogramStatistics.quantile(0.5, nans).value())
        .isCloseTo(Math.pow(2, 5 / 8.0), within(1e-12));
    assertThat(HistogramStatistics.quantile(0.9, nans))
        .isEqualTo(new HistogramStatistics.Estimate(Double.NaN, NanEffect.RESULT));
    assertThat(HistogramStatistics.quantile(0.5, h("sum:NaN count:8 offset:1 buckets:[8]")).nans())
        .isEqualTo(NanEffect.NONE);
  }

  @Test
  void fractionsCountWhatIsBetween() {
    String positive = "count:8 z_bucket:2 z_bucket_w:0.5 offset:1 buckets:[2 4]";

    assertThat(fraction(1, 2, positive)).isEqualTo(0.25);
    assertThat(fraction(Double.NEGATIVE_INFINITY, 0.25, positive)).isEqualTo(0.125);
    assertThat(fraction(0, Double.POSITIVE_INFINITY, positive)).isEqualTo(1);
    assertThat(fraction(2, 2 * Math.sqrt(2), positive)).isCloseTo(0.25, within(1e-12));
    assertThat(fraction(3, 1, positive)).isZero();
    assertThat(fraction(1, Double.NaN, positive)).isNaN();
    assertThat(fraction(0, 1, "")).isNaN();
    assertThat(fraction(0, 1, "schema:-53 count:4 custom_values:[-1 2] buckets:[1 3]"))
        .isEqualTo(0.375);
  }

  @Test
  void fractionLeavesObservationsOfNanOut() {
    NativeHistogram nans = h("sum:NaN count:10 offset:1 buckets:[8]");

    assertThat(
            HistogramStatistics.fraction(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, nans))
        .isEqualTo(new HistogramStatistics.Estimate(0.8, NanEffect.SKEWED));
  }

  @Test
  void fractionIsTheInverseOfTheQuantile() {
    Gen.forAll(
        300,
        random -> random.nextDouble(),
        q -> {
          NativeHistogram histogram =
              h("sum:1 count:12 z_bucket:2 z_bucket_w:0.1 buckets:[1 2 0 3] n_buckets:[1 3]");
          double value = HistogramStatistics.quantile(q, histogram).value();
          assertThat(
                  HistogramStatistics.fraction(Double.NEGATIVE_INFINITY, value, histogram).value())
              .isCloseTo(q, within(1e-9));
        });
  }

  @Test
  void varianceTakesTheMiddleOfEachBucket() {
    assertThat(HistogramStatistics.variance(h("sum:0 count:4 z_bucket:4 z_bucket_w:1"))).isZero();
    assertThat(
            HistogramStatistics.variance(
                h("sum:8 count:2 offset:3 n_offset:3 buckets:[1] n_buckets:[1]")))
        .isCloseTo(32 + 16, within(1e-9));
    assertThat(
            HistogramStatistics.variance(
                h("schema:-53 sum:6 count:2 custom_values:[2 4 6] buckets:[0 1 1]")))
        .isCloseTo((0 + 4) / 2.0, within(1e-12));
  }
}
