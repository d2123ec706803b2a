package io.mallwatch.doors.prometheus.format;

import io.mallwatch.metrics.BucketBounds;
import io.mallwatch.metrics.NativeHistogram;

/// Writes native histograms as Prometheus's API does: `{"count":..,"sum":..,"buckets":[[boundaries,
/// lower,upper,count],..]}`, buckets from the lowest to the highest, empty ones left out. The first
/// number of a bucket says whether its bounds belong to it: 0 the upper one, 1 the lower one, 3
/// both. A bucket that overlaps the zero bucket begins where that ends.
final class HistogramJson {

  private static final int UPPER_INSIDE = 0;
  private static final int LOWER_INSIDE = 1;
  private static final int BOTH_INSIDE = 3;

  private final JsonBytes out;
  private boolean any;

  HistogramJson(JsonBytes out) {
    this.out = out;
  }

  void write(NativeHistogram histogram) {
    any = false;
    out.raw("{\"count\":").quoted(histogram.count());
    out.raw(",\"sum\":").quoted(histogram.sum());
    if (histogram.usesCustomBuckets()) {
      custom(histogram);
    } else {
      negative(histogram);
      if (histogram.zeroCount() > 0) {
        double width = histogram.zeroThreshold();
        bucket(BOTH_INSIDE, -width, width, histogram.zeroCount());
      }
      positive(histogram);
    }
    out.raw(any ? "]}" : "}");
  }

  private void bucket(int boundaries, double lower, double upper, double count) {
    out.raw(any ? ",[" : ",\"buckets\":[[").whole(boundaries).raw(',');
    out.quoted(lower).raw(',').quoted(upper).raw(',').quoted(count).raw(']');
    any = true;
  }

  private void negative(NativeHistogram histogram) {
    double[] counts = histogram.negativeBuckets();
    int[] indexes = indexes(histogram.negativeSpans(), counts.length);
    for (int i = counts.length - 1; i >= 0; i--) {
      if (counts[i] != 0) {
        bucket(
            LOWER_INSIDE,
            -BucketBounds.upper(indexes[i], histogram.schema()),
            -Math.max(
                BucketBounds.upper(indexes[i] - 1, histogram.schema()), histogram.zeroThreshold()),
            counts[i]);
      }
    }
  }

  private void positive(NativeHistogram histogram) {
    double[] counts = histogram.positiveBuckets();
    int[] indexes = indexes(histogram.positiveSpans(), counts.length);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        bucket(
            UPPER_INSIDE,
            Math.max(
                BucketBounds.upper(indexes[i] - 1, histogram.schema()), histogram.zeroThreshold()),
            BucketBounds.upper(indexes[i], histogram.schema()),
            counts[i]);
      }
    }
  }

  /// The first bucket reaches down to minus infinity and the last one up to plus infinity.
  private void custom(NativeHistogram histogram) {
    double[] counts = histogram.positiveBuckets();
    double[] bounds = histogram.customValues();
    int[] indexes = indexes(histogram.positiveSpans(), counts.length);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        int index = indexes[i];
        bucket(
            index == 0 ? BOTH_INSIDE : UPPER_INSIDE,
            index == 0 ? Double.NEGATIVE_INFINITY : bounds[index - 1],
            index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY,
            counts[i]);
      }
    }
  }

  private static int[] indexes(int[] spans, int count) {
    int[] indexes = new int[count];
    int index = 0;
    int at = 0;
    for (int i = 0; i + 1 < spans.length; i += 2) {
      index += spans[i];
      for (int j = 0; j < spans[i + 1] && at < count; j++) {
        indexes[at++] = index++;
      }
    }
    return indexes;
  }
}
