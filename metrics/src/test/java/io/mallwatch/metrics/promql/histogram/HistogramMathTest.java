package io.mallwatch.metrics.promql.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.promql.ScriptHistogram;
import io.mallwatch.testkit.Gen;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HistogramMathTest {

  private static NativeHistogram h(String fields) {
    return ScriptHistogram.of(fields);
  }

  private static NativeHistogram sum(NativeHistogram left, NativeHistogram right) {
    return HistogramMath.add(left, right).histogram();
  }

  @Test
  void bucketsAreAddedWhereTheyAre() {
    assertThat(
            sum(
                h("sum:3 count:4 z_bucket:1 buckets:[1 2] n_offset:1 n_buckets:[5]"),
                h("sum:2 count:5 z_bucket:2 offset:1 buckets:[3 4] n_buckets:[6]")))
        .isEqualTo(h("sum:5 count:9 z_bucket:3 buckets:[1 5 4] n_buckets:[6 5]"));
  }

  @Test
  void bucketsFarApartStayInRunsOfTheirOwn() {
    NativeHistogram sum = sum(h("buckets:[1 2]"), h("offset:5 buckets:[3]"));

    assertThat(sum.positiveSpans()).containsExactly(0, 2, 3, 1);
    assertThat(sum.positiveBuckets()).containsExactly(1, 2, 3);
  }

  @Test
  void finerOneIsBroughtToTheCoarserSchema() {
    assertThat(sum(h("schema:1 offset:1 buckets:[1 2 3 4]"), h("offset:1 buckets:[10 20]")))
        .isEqualTo(h("schema:0 offset:1 buckets:[13 27]"));
    assertThat(sum(h("offset:1 buckets:[10 20]"), h("schema:1 offset:1 buckets:[1 2 3 4]")))
        .isEqualTo(h("schema:0 offset:1 buckets:[13 27]"));
  }

  @Test
  void widerZeroBucketTakesTheBucketsInside() {
    NativeHistogram narrow =
        h("count:10 z_bucket:1 z_bucket_w:0.25 buckets:[2 3 4] n_buckets:[5 6]");
    NativeHistogram wide = h("count:4 z_bucket:7 z_bucket_w:1 offset:2 buckets:[8]");

    NativeHistogram expected =
        h("count:14 z_bucket:15 z_bucket_w:1 offset:1 buckets:[3 12] n_offset:1 n_buckets:[6]");
    assertThat(sum(narrow, wide)).isEqualTo(expected);
    assertThat(sum(wide, narrow)).isEqualTo(expected);
  }

  @Test
  void zeroBucketGrowsOverABucketThatItCuts() {
    NativeHistogram cut = h("z_bucket:1 z_bucket_w:0.25 offset:1 buckets:[2 3]");
    NativeHistogram other = h("z_bucket:1 z_bucket_w:1.5");

    assertThat(sum(cut, other)).isEqualTo(h("z_bucket:4 z_bucket_w:2 offset:2 buckets:[3]"));
  }

  @Test
  void emptyBucketThatIsCutDoesNotWidenTheZeroBucket() {
    NativeHistogram cut = h("z_bucket:1 z_bucket_w:0.25 offset:1 buckets:[0 3]");

    assertThat(sum(cut, h("z_bucket:1 z_bucket_w:1.5")))
        .isEqualTo(h("z_bucket:2 z_bucket_w:1.5 offset:2 buckets:[3]"));
  }

  @Test
  void customBoundsThatDifferShrinkToThoseOfBoth() {
    HistogramMath.Merged merged =
        HistogramMath.add(
            h("schema:-53 count:6 custom_values:[1 2 5] buckets:[1 2 0 3]"),
            h("schema:-53 count:9 custom_values:[2 3 5 8] buckets:[1 1 1 2 4]"));

    assertThat(merged.reconciledBounds()).isTrue();
    assertThat(merged.histogram())
        .isEqualTo(h("schema:-53 count:15 custom_values:[2 5] buckets:[4 2 9]"));
  }

  @Test
  void customAndExponentialBucketsDoNotMix() {
    NativeHistogram custom = h("schema:-53 custom_values:[1]");

    assertThat(HistogramMath.compatible(custom, h(""))).isFalse();
    assertThatThrownBy(() -> HistogramMath.add(custom, h("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hintsOfASumAreTheWeakerOnes() {
    String[] hints = {"unknown", "reset", "not_reset", "gauge"};
    ResetHint[][] expected = {
      {ResetHint.UNKNOWN, ResetHint.UNKNOWN, ResetHint.UNKNOWN, ResetHint.GAUGE},
      {ResetHint.UNKNOWN, ResetHint.RESET, ResetHint.UNKNOWN, ResetHint.GAUGE},
      {ResetHint.UNKNOWN, ResetHint.UNKNOWN, ResetHint.NOT_RESET, ResetHint.GAUGE},
      {ResetHint.GAUGE, ResetHint.GAUGE, ResetHint.GAUGE, ResetHint.GAUGE}
    };
    for (int i = 0; i < hints.length; i++) {
      for (int j = 0; j < hints.length; j++) {
        HistogramMath.Merged merged =
            HistogramMath.subtract(
                h("counter_reset_hint:" + hints[i]), h("counter_reset_hint:" + hints[j]));
        assertThat(merged.histogram().hint()).isEqualTo(expected[i][j]);
        assertThat(merged.conflictingHints()).isEqualTo(i + j == 3 && i * j == 2);
      }
    }
  }

  @Test
  void productAndQuotientTouchEveryCount() {
    NativeHistogram one = h("sum:3 count:4 z_bucket:1 buckets:[1 2] n_buckets:[5]");

    assertThat(HistogramMath.multiply(one, 2))
        .isEqualTo(h("sum:6 count:8 z_bucket:2 buckets:[2 4] n_buckets:[10]"));
    assertThat(HistogramMath.divide(one, -2))
        .isEqualTo(
            h(
                "sum:-1.5 count:-2 z_bucket:-0.5 buckets:[-0.5 -1] n_buckets:[-2.5]"
                    + " counter_reset_hint:gauge"));
    assertThat(HistogramMath.divide(one, 0)).isEqualTo(h("sum:Inf count:Inf z_bucket:Inf"));
  }

  @Test
  void compactingDropsEmptyBucketsOnly() {
    assertThat(HistogramMath.compact(h("buckets:[0 1 0 2 0] n_buckets:[0]")).positiveSpans())
        .containsExactly(1, 1, 1, 1);
    NativeHistogram full = h("buckets:[1 2]");
    assertThat(HistogramMath.compact(full)).isSameAs(full);
  }

  @Test
  void equalityIgnoresHintsButNotBuckets() {
    assertThat(HistogramMath.equal(h("buckets:[1 2]"), h("buckets:[1 2] counter_reset_hint:gauge")))
        .isTrue();
    assertThat(HistogramMath.equal(h("sum:NaN"), h("sum:NaN"))).isTrue();
    assertThat(HistogramMath.equal(h("buckets:[1 2]"), h("offset:1 buckets:[1 2]"))).isFalse();
    assertThat(HistogramMath.equal(h("count:1"), h("count:2"))).isFalse();
    assertThat(HistogramMath.equal(h("schema:1"), h(""))).isFalse();
  }

  /// Whole counts, so that sums are exact.
  static Gen<NativeHistogram> histograms() {
    return random -> {
      boolean wide = random.nextBoolean();
      return h(
          "schema:%d sum:%d count:%d z_bucket:%d z_bucket_w:%s offset:%d buckets:%s n_offset:%d n_buckets:%s"
              .formatted(
                  random.nextInt(4) - 1,
                  random.nextInt(100),
                  random.nextInt(100),
                  random.nextInt(5),
                  wide ? "1" : "0.001",
                  random.nextInt(5) + (wide ? 1 : -4),
                  counts(random),
                  random.nextInt(5) + (wide ? 1 : -4),
                  counts(random)));
    };
  }

  private static String counts(RandomGenerator random) {
    StringBuilder counts = new StringBuilder("[");
    for (int i = random.nextInt(6); i > 0; i--) {
      counts.append(random.nextInt(5)).append(' ');
    }
    return counts.append(']').toString();
  }

  private record Three(NativeHistogram a, NativeHistogram b, NativeHistogram c) {}

  @Test
  void sumDoesNotDependOnTheOrder() {
    Gen<NativeHistogram> any = histograms();
    Gen.forAll(
        500,
        random -> new Three(any.next(random), any.next(random), any.next(random)),
        three -> {
          NativeHistogram left = sum(sum(three.a(), three.b()), three.c());
          NativeHistogram right = sum(three.a(), sum(three.c(), three.b()));
          HistogramSum kahan = HistogramSum.sumFrom(three.c());
          kahan.add(three.a());
          kahan.add(three.b());
          assertThat(HistogramMath.compact(left)).isEqualTo(HistogramMath.compact(right));
          assertThat(HistogramMath.compact(kahan.result())).isEqualTo(HistogramMath.compact(left));
        });
  }

  @Test
  void whatIsAddedCanBeTakenAway() {
    Gen<NativeHistogram> any = histograms();
    Gen.forAll(
        300,
        any,
        one -> {
          NativeHistogram twice = sum(one, one);
          assertThat(HistogramMath.subtract(twice, one).histogram()).isEqualTo(one);
        });
  }
}
