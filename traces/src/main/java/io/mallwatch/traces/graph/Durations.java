package io.mallwatch.traces.graph;

import io.mallwatch.model.Labels;
import java.util.HexFormat;
import java.util.List;

/// A histogram of durations in milliseconds, with the last span of each bucket. Not thread-safe.
final class Durations {

  private static final double NANOS_PER_MILLI = 1e6;

  private final double[] bounds;
  private final long[] buckets;
  private final long[] traceHigh;
  private final long[] traceLow;
  private final long[] spanId;
  private final long[] endNanos;
  private final double[] millis;
  private long count;
  private double sum;

  /// @param bounds upper bounds in milliseconds, inclusive; one more bucket is unbounded
  Durations(double[] bounds) {
    this.bounds = bounds.clone();
    int size = bounds.length + 1;
    this.buckets = new long[size];
    this.traceHigh = new long[size];
    this.traceLow = new long[size];
    this.spanId = new long[size];
    this.endNanos = new long[size];
    this.millis = new double[size];
  }

  /// Adds one; its trace and span become the example of its bucket.
  void add(long nanos, long idHigh, long idLow, long span, long end) {
    double took = nanos / NANOS_PER_MILLI;
    int bucket = 0;
    while (bucket < bounds.length && took > bounds[bucket]) {
      bucket++;
    }
    count++;
    sum += took;
    buckets[bucket]++;
    traceHigh[bucket] = idHigh;
    traceLow[bucket] = idLow;
    spanId[bucket] = span;
    endNanos[bucket] = end;
    millis[bucket] = took;
  }

  long count() {
    return count;
  }

  /// Adds the series of a classic histogram.
  ///
  /// @param scale milliseconds are divided by it: 1,000 for a histogram in seconds
  void histogram(Labels labels, String name, double scale, List<SeriesValue> values) {
    Labels bucket = labels.with(Labels.METRIC_NAME, name + "_bucket");
    long cumulative = 0;
    for (int i = 0; i < buckets.length; i++) {
      cumulative += buckets[i];
      String bound = i < bounds.length ? text(bounds[i] / scale) : "+Inf";
      values.add(
          new SeriesValue(
              bucket.with("le", bound), cumulative, buckets[i] == 0 ? null : example(i, scale)));
    }
    values.add(new SeriesValue(labels.with(Labels.METRIC_NAME, name + "_sum"), sum / scale, null));
    values.add(new SeriesValue(labels.with(Labels.METRIC_NAME, name + "_count"), count, null));
  }

  private SeriesValue.SpanExample example(int bucket, double scale) {
    HexFormat hex = HexFormat.of();
    return new SeriesValue.SpanExample(
        hex.toHexDigits(traceHigh[bucket]) + hex.toHexDigits(traceLow[bucket]),
        hex.toHexDigits(spanId[bucket]),
        millis[bucket] / scale,
        endNanos[bucket] / 1_000_000);
  }

  private static String text(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
