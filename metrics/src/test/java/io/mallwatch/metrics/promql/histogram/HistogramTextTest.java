package io.mallwatch.metrics.promql.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.promql.ScriptHistogram;
import org.junit.jupiter.api.Test;

class HistogramTextTest {

  @Test
  void bucketsComeLowestFirstWithTheirBounds() {
    assertThat(
            HistogramText.of(
                ScriptHistogram.of(
                    "sum:1e6 count:15 z_bucket:3 z_bucket_w:0.5 offset:1 buckets:[4 0 5]"
                        + " n_buckets:[1 2]")))
        .isEqualTo("{count:15, sum:1e+06, [-2,-1):2, [-1,-0.5):1, [-0.5,0.5]:3, (1,2]:4, (4,8]:5}");
    assertThat(
            HistogramText.of(
                ScriptHistogram.of(
                    "schema:-53 count:3 sum:-1 custom_values:[1 2] buckets:[1 1 1]")))
        .isEqualTo("{count:3, sum:-1, [-Inf,1]:1, (1,2]:1, (2,+Inf]:1}");
  }
}
