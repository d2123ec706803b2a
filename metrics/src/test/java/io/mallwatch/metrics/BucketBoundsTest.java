package io.mallwatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketBoundsTest {

  @Test
  void boundsArePowersOfTwoAndTheRootsBetween() {
    assertThat(BucketBounds.upper(0, 0)).isEqualTo(1);
    assertThat(BucketBounds.upper(3, 0)).isEqualTo(8);
    assertThat(BucketBounds.upper(-1, 0)).isEqualTo(0.5);
    assertThat(BucketBounds.upper(1, -1)).isEqualTo(4);
    assertThat(BucketBounds.upper(-2, -4)).isEqualTo(Math.scalb(1.0, -32));
    assertThat(BucketBounds.upper(4, 1)).isEqualTo(4);
  }

  /// As in the table of Prometheus, which is not rounded to the nearest.
  @Test
  void everyBitIsThatOfPrometheus() {
    assertThat(BucketBounds.upper(1, 1)).isEqualTo(2 * 0.7071067811865475);
    assertThat(BucketBounds.upper(3, 3)).isEqualTo(2 * 0.6484197773255048);
    assertThat(BucketBounds.upper(1, 8)).isEqualTo(2 * 0.5013556375251013);
    assertThat(BucketBounds.upper(19, 8)).isEqualTo(2 * 0.526395386502313);
    assertThat(BucketBounds.upper(221, 8)).isEqualTo(2 * 0.909585556079304);
    assertThat(BucketBounds.upper(255, 8)).isEqualTo(2 * 0.9972960560854698);
  }

  @Test
  void boundsIncreaseUpToTheLargestNumberAndInfinity() {
    for (int schema = -4; schema <= 8; schema++) {
      int last = schema < 0 ? 1024 >> -schema : 1024 << schema;
      assertThat(BucketBounds.upper(last, schema)).isEqualTo(Double.MAX_VALUE);
      assertThat(BucketBounds.upper(last + 1, schema)).isEqualTo(Double.POSITIVE_INFINITY);
      for (int index = -600; index < Math.min(600, last); index++) {
        assertThat(BucketBounds.upper(index, schema))
            .isLessThanOrEqualTo(BucketBounds.upper(index + 1, schema));
      }
    }
  }
}
