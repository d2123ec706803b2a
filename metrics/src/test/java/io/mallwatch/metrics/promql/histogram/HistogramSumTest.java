package io.mallwatch.metrics.promql.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.ScriptHistogram;
import org.junit.jupiter.api.Test;

class HistogramSumTest {

  private static NativeHistogram h(String fields) {
    return ScriptHistogram.of(fields);
  }

  @Test
  void smallNumbersAreNotLostBesideHugeOnes() {
    HistogramSum sum =
        HistogramSum.sumFrom(h("sum:1e100 count:1e100 z_bucket:1e100 buckets:[1e100]"));
    sum.add(h("sum:1 count:2 z_bucket:3 buckets:[4]"));
    sum.add(h("sum:-1e100 count:-1e100 z_bucket:-1e100 buckets:[-1e100]"));

    assertThat(sum.result()).isEqualTo(h("sum:1 count:2 z_bucket:3 buckets:[4]"));
  }

  @Test
  void lossesAreCarriedThroughASchemaChange() {
    HistogramSum sum = HistogramSum.sumFrom(h("schema:1 offset:1 buckets:[1e100 1]"));
    sum.add(h("schema:0 offset:1 buckets:[-1e100]"));

    assertThat(sum.result()).isEqualTo(h("schema:0 offset:1 buckets:[1]"));
  }

  @Test
  void meanOfOneIsItself() {
    NativeHistogram one = h("sum:3 count:4 buckets:[1 2]");

    assertThat(HistogramSum.meanFrom(one).result()).isEqualTo(one);
  }

  @Test
  void meanDividesEverything() {
    HistogramSum mean = HistogramSum.meanFrom(h("sum:3 count:4 z_bucket:1 buckets:[1 2]"));
    mean.add(h("sum:5 count:2 z_bucket:2 buckets:[3 0 1]"));

    assertThat(mean.result()).isEqualTo(h("sum:4 count:3 z_bucket:1.5 buckets:[2 1 0.5]"));
  }

  @Test
  void meanOfHugeNumbersDoesNotOverflow() {
    HistogramSum mean = HistogramSum.meanFrom(h("sum:1.5e308 count:1 buckets:[1]"));
    mean.add(h("sum:1.5e308 count:1 buckets:[1]"));
    mean.add(h("sum:1.5e308 count:1 buckets:[1]"));

    assertThat(mean.result().sum()).isCloseTo(1.5e308, within(1e294));
    assertThat(mean.result().positiveBuckets()[0]).isCloseTo(1, within(1e-12));
  }

  @Test
  void mixedBucketsHaveNoSum() {
    HistogramSum sum = HistogramSum.sumFrom(h("count:1"));

    assertThat(sum.add(h("schema:-53 custom_values:[1]"))).isFalse();
    assertThat(sum.incompatible()).isTrue();
    assertThat(sum.add(h("count:1"))).isTrue();
  }

  @Test
  void conflictsAreRemembered() {
    HistogramSum sum =
        HistogramSum.sumFrom(h("schema:-53 custom_values:[1 2] counter_reset_hint:reset"));
    assertThat(sum.conflictingHints()).isFalse();

    sum.add(h("schema:-53 custom_values:[1] counter_reset_hint:not_reset"));

    assertThat(sum.conflictingHints()).isTrue();
    assertThat(sum.reconciledBounds()).isTrue();
  }
}
