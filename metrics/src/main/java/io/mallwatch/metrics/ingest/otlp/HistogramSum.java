package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.ingest.HistogramBuilder;
import io.mallwatch.metrics.ingest.HistogramSide;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Adds up native histograms: the finer of two schemas is made coarser, other custom bounds begin
/// anew. Not thread-safe.
final class HistogramSum {

  private final TreeMap<Long, Double> positive = new TreeMap<>();
  private final TreeMap<Long, Double> negative = new TreeMap<>();
  private int schema;
  private double[] bounds = {};
  private double zeroThreshold;
  private double zeroCount;
  private double count;
  private double sum;
  private boolean begun;

  NativeHistogram add(NativeHistogram delta) {
    boolean custom = delta.usesCustomBuckets() || schema == NativeHistogram.CUSTOM_BUCKETS;
    boolean other =
        custom && (schema != delta.schema() || !Arrays.equals(bounds, delta.customValues()));
    if (!begun || other) {
      begin(delta);
    }
    if (delta.schema() < schema) {
      coarsen(positive, schema - delta.schema());
      coarsen(negative, schema - delta.schema());
      schema = delta.schema();
    }
    int levels = delta.schema() - schema;
    merge(positive, delta.positiveSpans(), delta.positiveBuckets(), levels);
    merge(negative, delta.negativeSpans(), delta.negativeBuckets(), levels);
    zeroThreshold = Math.max(zeroThreshold, delta.zeroThreshold());
    zeroCount += delta.zeroCount();
    count += delta.count();
    sum += delta.sum();
    return histogram();
  }

  private void begin(NativeHistogram first) {
    begun = true;
    positive.clear();
    negative.clear();
    schema = first.schema();
    bounds = first.customValues();
    zeroThreshold = first.zeroThreshold();
    zeroCount = 0;
    count = 0;
    sum = 0;
  }

  private static void coarsen(SortedMap<Long, Double> buckets, int levels) {
    TreeMap<Long, Double> before = new TreeMap<>(buckets);
    buckets.clear();
    before.forEach((index, held) -> buckets.merge(coarse(index, levels), held, Double::sum));
  }

  private static long coarse(long index, int levels) {
    return ((index - 1) >> levels) + 1;
  }

  private static void merge(
      SortedMap<Long, Double> into, int[] spans, double[] counts, int levels) {
    long index = 0;
    int at = 0;
    for (int i = 0; i < spans.length; i += 2) {
      index += spans[i];
      for (int j = 0; j < spans[i + 1]; j++) {
        long target = levels == 0 ? index : coarse(index, levels);
        into.merge(target, counts[at++], Double::sum);
        index++;
      }
    }
  }

  private NativeHistogram histogram() {
    HistogramBuilder builder = new HistogramBuilder();
    builder.clear();
    builder.schema(schema);
    builder.zeroThreshold(zeroThreshold);
    builder.zeroCount(zeroCount);
    builder.count(count);
    builder.sum(sum);
    builder.hint(ResetHint.UNKNOWN);
    write(positive, builder.positive());
    write(negative, builder.negative());
    for (double bound : bounds) {
      builder.bound(bound);
    }
    return builder.build();
  }

  private static void write(SortedMap<Long, Double> buckets, HistogramSide side) {
    long next = 0;
    for (Map.Entry<Long, Double> bucket : buckets.entrySet()) {
      side.span((int) (bucket.getKey() - next), 1);
      side.bucket(bucket.getValue());
      next = bucket.getKey() + 1;
    }
    side.compact(2);
  }
}
