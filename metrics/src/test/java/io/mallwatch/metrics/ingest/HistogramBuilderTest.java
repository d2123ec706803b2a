package io.mallwatch.metrics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.testkit.Gen;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistogramBuilderTest {

  private final HistogramBuilder builder = new HistogramBuilder();

  private static HistogramBuilder of(NativeHistogram histogram) {
    HistogramBuilder builder = new HistogramBuilder();
    builder.clear();
    builder.schema(histogram.schema());
    builder.zeroThreshold(histogram.zeroThreshold());
    builder.zeroCount(histogram.zeroCount());
    builder.count(histogram.count());
    builder.sum(histogram.sum());
    builder.hint(histogram.hint());
    fill(builder.positive(), histogram.positiveSpans(), histogram.positiveBuckets());
    fill(builder.negative(), histogram.negativeSpans(), histogram.negativeBuckets());
    for (double bound : histogram.customValues()) {
      builder.bound(bound);
    }
    return builder;
  }

  private static void fill(HistogramSide side, int[] spans, double[] counts) {
    for (int i = 0; i < spans.length; i += 2) {
      side.span(spans[i], spans[i + 1]);
    }
    for (double count : counts) {
      side.bucket(count);
    }
  }

  private static Map<Long, Double> byIndex(int[] spans, double[] counts) {
    Map<Long, Double> found = new TreeMap<>();
    long index = 0;
    int at = 0;
    for (int i = 0; i < spans.length; i += 2) {
      index += spans[i];
      for (int j = 0; j < spans[i + 1]; j++) {
        found.merge(index++, counts[at++], Double::sum);
      }
    }
    found.values().removeIf(count -> count == 0);
    return found;
  }

  @Test
  void goodHistogramsComeOutAsTheyWentIn() {
    Gen.forAll(
        500,
        random -> RandomHistograms.next(random, true, random.nextBoolean()),
        histogram -> {
          HistogramBuilder filled = of(histogram);
          assertThat(filled.problem()).isEmpty();
          assertThat(filled.build()).isEqualTo(histogram);
        });
  }

  @Test
  void coarserBucketsHoldWhatTheFinerOnesHeld() {
    Gen.forAll(
        500,
        random -> RandomHistograms.next(random, true, false),
        histogram -> {
          int finest = Math.max(-4, histogram.schema() - 3);
          HistogramBuilder filled = of(histogram);
          filled.coarsen(finest);

          Map<Long, Double> expected = new TreeMap<>();
          byIndex(histogram.positiveSpans(), histogram.positiveBuckets())
              .forEach((index, count) ->
                  expected.merge(
                      Math.ceilDiv(index, 1L << (histogram.schema() - finest)),
                      count,
                      Double::sum));
          NativeHistogram coarse = filled.build();
          assertThat(filled.problem()).isEmpty();
          assertThat(byIndex(coarse.positiveSpans(), coarse.positiveBuckets())).isEqualTo(expected);
        });
  }

  @Test
  void emptyBucketsAreLeftOut() {
    Gen.forAll(
        500,
        random -> RandomHistograms.next(random, true, false),
        histogram -> {
          for (int i = 0; i < histogram.positiveBuckets().length; i += 2) {
            histogram.positiveBuckets()[i] = 0;
          }
          for (int gap = 0; gap <= 2; gap++) {
            HistogramBuilder filled = of(histogram);
            filled.positive().compact(gap);
            NativeHistogram compact = filled.build();

            assertThat(byIndex(compact.positiveSpans(), compact.positiveBuckets()))
                .isEqualTo(byIndex(histogram.positiveSpans(), histogram.positiveBuckets()));
            for (int i = 2; i < compact.positiveSpans().length; i += 2) {
              assertThat(compact.positiveSpans()[i]).isGreaterThan(gap);
            }
            if (gap == 0) {
              assertThat(compact.positiveBuckets()).doesNotContain(0);
            }
          }
        });
  }

  @Test
  void whatIsWrongIsSaid() {
    builder.clear();
    builder.schema(9);
    assertThat(builder.problem()).isEmpty();
    builder.schema(53);
    assertThat(builder.problem()).hasValue("schema 53 is unknown");
    builder.schema(-5);
    assertThat(builder.problem()).hasValue("schema -5 is unknown");

    builder.clear();
    builder.positive().span(0, 2);
    builder.positive().bucket(1);
    assertThat(builder.problem()).hasValue("positive spans are for 2 buckets, there are 1");
    builder.positive().delta(-1);
    assertThat(builder.problem()).hasValue("positive bucket 2 has a negative count");

    builder.clear();
    builder.positive().span(0, 1);
    builder.positive().span(-1, 1);
    assertThat(builder.problem()).hasValue("positive span 2 goes back by 1");

    builder.clear();
    builder.schema(NativeHistogram.CUSTOM_BUCKETS);
    builder.bound(1);
    builder.bound(1);
    assertThat(builder.problem()).hasValue("bound number 2 is 1.0: bounds must rise and be finite");

    builder.clear();
    builder.schema(NativeHistogram.CUSTOM_BUCKETS);
    builder.bound(1);
    builder.positive().span(1, 2);
    builder.positive().bucket(0);
    builder.positive().bucket(0);
    assertThat(builder.problem()).hasValue("1 bounds are too few for the buckets");
  }

  @Test
  void aSumThatIsNoNumberMayHideObservations() {
    builder.clear();
    builder.count(3);
    builder.zeroCount(2);
    builder.sum(Double.NaN);
    assertThat(builder.problem()).isEmpty();
    builder.sum(1);
    assertThat(builder.problem()).hasValue("its buckets hold 2 observations, its count is 3");
  }
}
