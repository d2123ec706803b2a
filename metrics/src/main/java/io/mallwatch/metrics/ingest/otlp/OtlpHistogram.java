package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.ingest.HistogramBuilder;
import io.mallwatch.metrics.ingest.HistogramSide;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.Arrays;
import java.util.Optional;

/// The numbers of a `HistogramDataPoint` or an `ExponentialHistogramDataPoint`. Not thread-safe;
/// used again and again.
final class OtlpHistogram {

  private static final int VARINT = ProtoCursor.VARINT;
  private static final int FIXED64 = ProtoCursor.FIXED64;
  private static final int LENGTH = ProtoCursor.LENGTH;

  /// Width of the zero bucket when the point says none, as Prometheus has it.
  private static final double ZERO_THRESHOLD = 1e-128;

  /// Up to so many empty buckets stay between two that are not empty.
  private static final int GAP = 2;

  private final HistogramBuilder builder = new HistogramBuilder();
  private double count;
  private double sum;
  private boolean hasSum;
  private double[] bounds = new double[16];
  private int boundCount;
  private double[] buckets = new double[16];
  private int bucketCount;
  private double zeroThreshold;
  private double zeroCount;
  private int scale;
  private String problem = "";

  void clear() {
    builder.clear();
    count = 0;
    sum = 0;
    hasSum = false;
    boundCount = 0;
    bucketCount = 0;
    zeroThreshold = 0;
    zeroCount = 0;
    scale = 0;
    problem = "";
  }

  static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1) * 2.0;
  }

  /// Reads a field of a histogram with bounds.
  void field(ProtoCursor in) {
    switch (in.tag()) {
      case 4 << 3 | FIXED64 -> count = unsigned(in.fixed64());
      case 5 << 3 | FIXED64 -> {
        sum = in.fixedDouble();
        hasSum = true;
      }
      case 6 << 3 | FIXED64 -> bucket(unsigned(in.fixed64()));
      case 7 << 3 | FIXED64 -> bound(in.fixedDouble());
      case 6 << 3 | LENGTH -> {
        int outer = in.enter();
        while (in.position() < in.limit()) {
          bucket(unsigned(in.fixed64()));
        }
        in.leave(outer);
      }
      case 7 << 3 | LENGTH -> {
        int outer = in.enter();
        while (in.position() < in.limit()) {
          bound(in.fixedDouble());
        }
        in.leave(outer);
      }
      default -> in.skip();
    }
  }

  private void bucket(double held) {
    if (bucketCount == buckets.length) {
      buckets = Arrays.copyOf(buckets, bucketCount * 2);
    }
    buckets[bucketCount++] = held;
  }

  private void bound(double bound) {
    if (boundCount == bounds.length) {
      bounds = Arrays.copyOf(bounds, boundCount * 2);
    }
    bounds[boundCount++] = bound;
  }

  /// Reads a field of an exponential histogram.
  void exponentialField(ProtoCursor in) {
    switch (in.tag()) {
      case 4 << 3 | FIXED64 -> count = unsigned(in.fixed64());
      case 5 << 3 | FIXED64 -> sum = in.fixedDouble();
      case 6 << 3 | VARINT -> scale = (int) in.zigzag();
      case 7 << 3 | FIXED64 -> zeroCount = unsigned(in.fixed64());
      case 8 << 3 | LENGTH -> side(in, builder.positive());
      case 9 << 3 | LENGTH -> side(in, builder.negative());
      case 14 << 3 | FIXED64 -> zeroThreshold = in.fixedDouble();
      default -> in.skip();
    }
  }

  /// Reads `Buckets`. Its index 0 ends at the base, a native histogram's index 0 ends at 1.
  private static void side(ProtoCursor in, HistogramSide side) {
    int offset = 0;
    int size = 0;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | VARINT -> offset = (int) in.zigzag();
        case 2 << 3 | VARINT -> {
          side.bucket(unsigned(in.varint()));
          size++;
        }
        case 2 << 3 | LENGTH -> {
          int packed = in.enter();
          while (in.position() < in.limit()) {
            side.bucket(unsigned(in.varint()));
            size++;
          }
          in.leave(packed);
        }
        default -> in.skip();
      }
    }
    in.leave(outer);
    if (size > 0) {
      side.span(offset + 1, size);
    }
  }

  /// Whether there are as many buckets as the bounds make, or none.
  boolean fits() {
    return bucketCount == 0 || bucketCount == boundCount + 1;
  }

  int bounds() {
    return boundCount;
  }

  double bound(int index) {
    return bounds[index];
  }

  int buckets() {
    return bucketCount;
  }

  /// What the bucket holds by itself.
  double bucket(int index) {
    return index < bucketCount ? buckets[index] : 0;
  }

  double count() {
    return count;
  }

  double sum() {
    return sum;
  }

  boolean hasSum() {
    return hasSum;
  }

  /// The bucket that `value` is in.
  int bucketOf(double value) {
    for (int i = 0; i < boundCount; i++) {
      if (value <= bounds[i]) {
        return i;
      }
    }
    return boundCount;
  }

  /// Why there is no histogram.
  String problem() {
    return problem;
  }

  /// The point as a native histogram with custom buckets; empty, with a problem, when it is none.
  Optional<NativeHistogram> custom() {
    builder.schema(NativeHistogram.CUSTOM_BUCKETS);
    builder.count(count);
    builder.sum(sum);
    for (int i = 0; i < boundCount; i++) {
      builder.bound(bounds[i]);
    }
    if (bucketCount > 0) {
      builder.positive().span(0, bucketCount);
      for (int i = 0; i < bucketCount; i++) {
        builder.positive().bucket(buckets[i]);
      }
    } else if (count > 0) {
      builder.positive().span(boundCount, 1);
      builder.positive().bucket(count);
    }
    return built();
  }

  /// The point as a native histogram; empty, with a problem, when it is none.
  Optional<NativeHistogram> exponential() {
    builder.schema(scale);
    builder.count(count);
    builder.sum(sum);
    builder.zeroCount(zeroCount);
    builder.zeroThreshold(Math.max(zeroThreshold, ZERO_THRESHOLD));
    return built();
  }

  private Optional<NativeHistogram> built() {
    Optional<String> found = builder.problem();
    if (found.isPresent()) {
      problem = found.get();
      return Optional.empty();
    }
    builder.coarsen(HistogramBuilder.FINEST);
    builder.positive().compact(GAP);
    builder.negative().compact(GAP);
    return Optional.of(builder.build());
  }
}
