package io.mallwatch.metrics.promql.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.ScriptHistogram;
import io.mallwatch.testkit.Gen;
import org.junit.jupiter.api.Test;

class HistogramTrimTest {

  private static NativeHistogram h(String fields) {
    return ScriptHistogram.of(fields);
  }

  @Test
  void nothingChangesWhenAllIsInside() {
    NativeHistogram histogram = h("sum:99 count:7 offset:1 buckets:[3 4]");

    assertThat(HistogramTrim.removeAbove(histogram, 4)).isSameAs(histogram);
    assertThat(HistogramTrim.removeBelow(histogram, 1)).isSameAs(histogram);
  }

  @Test
  void bucketsOutsideGoAndTheSumIsEstimated() {
    NativeHistogram histogram = h("sum:99 count:7 offset:1 buckets:[3 4]");

    assertThat(HistogramTrim.removeAbove(histogram, 2).positiveBuckets()).containsExactly(3);
    assertThat(HistogramTrim.removeAbove(histogram, 2).sum())
        .isCloseTo(3 * Math.sqrt(2), within(1e-12));
    assertThat(HistogramTrim.removeBelow(histogram, 2).count()).isEqualTo(4);
  }

  @Test
  void bucketThatIsCutKeepsItsShare() {
    NativeHistogram cut =
        HistogramTrim.removeAbove(h("count:4 offset:1 buckets:[4]"), Math.sqrt(2));

    assertThat(cut.count()).isCloseTo(2, within(1e-12));
    NativeHistogram custom = h("schema:-53 count:12 custom_values:[2 4] buckets:[4 4 4]");
    assertThat(HistogramTrim.removeAbove(custom, 3))
        .isEqualTo(h("schema:-53 sum:9 count:6 custom_values:[2 4] buckets:[4 2]"));
    assertThat(HistogramTrim.removeAbove(custom, 1).positiveBuckets()).containsExactly(2);
    assertThat(HistogramTrim.removeBelow(custom, 1).positiveBuckets()).containsExactly(2, 4, 4);
    assertThat(HistogramTrim.removeBelow(custom, 5).positiveBuckets()).containsExactly(4);
  }

  @Test
  void zeroBucketIsCutEvenly() {
    NativeHistogram zero = h("count:4 z_bucket:4 z_bucket_w:1");

    assertThat(HistogramTrim.removeAbove(zero, 0).zeroCount()).isEqualTo(2);
    assertThat(HistogramTrim.removeBelow(zero, 0.5).zeroCount()).isEqualTo(1);
    assertThat(HistogramTrim.removeAbove(zero, -2).zeroCount()).isZero();
    assertThat(
            HistogramTrim.removeAbove(
                    h("count:5 z_bucket:4 z_bucket_w:1 offset:1 buckets:[1]"), 0.5)
                .zeroCount())
        .isEqualTo(2);
  }

  private record Case(NativeHistogram histogram, double at) {}

  @Test
  void bothSidesTogetherAreTheWhole() {
    Gen<NativeHistogram> any = HistogramMathTest.histograms();
    Gen.forAll(
        300,
        random -> new Case(any.next(random), random.nextDouble() * 10 - 5),
        tried -> {
          NativeHistogram whole = HistogramMath.compact(tried.histogram());
          double buckets =
              HistogramBuckets.ascending(whole).stream().mapToDouble(Bucket::count).sum();
          NativeHistogram below = HistogramTrim.removeAbove(whole, tried.at());
          NativeHistogram above = HistogramTrim.removeBelow(whole, tried.at());
          if (!below.equals(whole) && !above.equals(whole)) {
            assertThat(below.count() + above.count()).isCloseTo(buckets, within(1e-9));
          }
        });
  }
}
