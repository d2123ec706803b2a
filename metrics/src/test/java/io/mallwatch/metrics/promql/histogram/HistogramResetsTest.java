package io.mallwatch.metrics.promql.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.promql.ScriptHistogram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramResetsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "count:2 buckets:[1 1]            | count:3 buckets:[1 2]",
        "count:2 buckets:[1 1]            | count:4 offset:-1 buckets:[1 1 2]",
        "count:2 buckets:[1 0 1]          | count:2 buckets:[1]",
        "schema:1 offset:1 buckets:[1 1]  | schema:0 offset:1 buckets:[2]",
        "z_bucket:1 buckets:[1]           | z_bucket:3 z_bucket_w:1",
        "count:5                          | count:2 counter_reset_hint:not_reset",
        "schema:-53 custom_values:[1 2] buckets:[1 1] | schema:-53 custom_values:[1 3] buckets:[1"
            + " 1]",
        "schema:-53 custom_values:[1 2] buckets:[1 1] | schema:-53 custom_values:[1 2] buckets:[1"
            + " 2]",
        "sum:5                            | sum:1",
      })
  void growthIsNoReset(String before, String now) {
    assertThat(HistogramResets.between(ScriptHistogram.of(before), ScriptHistogram.of(now)))
        .isEqualTo(before.contains("[1 0 1]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "count:3                          | count:2",
        "buckets:[1 2]                    | buckets:[1 1]",
        "buckets:[1 2]                    | buckets:[1]",
        "n_buckets:[1 2]                  | n_buckets:[1 1]",
        "z_bucket:2                       | z_bucket:1",
        "schema:0                         | schema:1",
        "z_bucket_w:1                     | z_bucket_w:0.5",
        "z_bucket_w:0.1 offset:1 buckets:[1] | z_bucket_w:1.5 z_bucket:1",
        "z_bucket:1 buckets:[2]           | z_bucket:2 z_bucket_w:1",
        "count:1                          | count:2 counter_reset_hint:reset",
        "count:1                          | count:2 schema:-53",
        "schema:-53                       | count:2 schema:0",
        "schema:-53 custom_values:[1 2] buckets:[2 1] | schema:-53 custom_values:[1 3] buckets:[1"
            + " 5]",
        "schema:-53 custom_values:[1] buckets:[2 1] | schema:-53 custom_values:[1] buckets:[3]",
      })
  void shrinkingIsAReset(String before, String now) {
    assertThat(HistogramResets.between(ScriptHistogram.of(before), ScriptHistogram.of(now)))
        .isTrue();
  }
}
