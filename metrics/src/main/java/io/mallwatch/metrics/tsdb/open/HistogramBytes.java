package io.mallwatch.metrics.tsdb.open;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.tsdb.chunk.ByteSink;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.model.CorruptDataException;
import java.util.List;

/// One native histogram as bytes that need no other: counts as integers when all of them are, else
/// as doubles. Every bit comes back. Picture: `docs/formats/metrics.md`.
public final class HistogramBytes {

  private static final int HINT = 3;
  private static final int CUSTOM = 4;
  private static final int INTEGERS = 8;
  private static final int USUAL_ZERO = 16;

  /// The zero threshold of client libraries: 2^-128.
  private static final double USUAL_THRESHOLD = 0x1p-128;

  /// Integers beyond this are not exact in a double.
  private static final double LIMIT = 0x1p53;

  private static final int MOST_BUCKETS = 1 << 20;
  private static final int[] NO_SPANS = {};
  private static final double[] NONE = {};
  private static final List<ResetHint> HINTS = List.of(ResetHint.values());

  private HistogramBytes() {}

  /// `histogram` alone.
  public static byte[] of(NativeHistogram histogram) {
    ByteSink sink = new ByteSink(64 + histogram.positiveBuckets().length * 2);
    write(histogram, sink);
    return sink.toByteArray();
  }

  /// A number that is the same for equal histograms and, but for one chance in 2^64, for no others.
  public static long fingerprint(NativeHistogram histogram) {
    return fingerprint(of(histogram));
  }

  /// As [#fingerprint(NativeHistogram)], of the bytes that [#of(NativeHistogram)] made.
  public static long fingerprint(byte[] histogram) {
    long hash = histogram.length * 0x9e3779b97f4a7c15L;
    for (byte b : histogram) {
      hash = (hash ^ (b & 0xff)) * 0xff51afd7ed558ccdL;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  /// Appends `histogram` to `out`.
  public static void write(NativeHistogram histogram, ByteSink out) {
    boolean integers = integers(histogram);
    boolean usual = same(histogram.zeroThreshold(), USUAL_THRESHOLD);
    out.u8(
        histogram.hint().ordinal()
            | (histogram.usesCustomBuckets() ? CUSTOM : 0)
            | (integers ? INTEGERS : 0)
            | (usual ? USUAL_ZERO : 0));
    if (!usual) {
      real(out, histogram.zeroThreshold());
    }
    if (integers) {
      out.varint((long) histogram.zeroCount()).varint((long) histogram.count());
    } else {
      real(out, histogram.zeroCount());
      real(out, histogram.count());
    }
    real(out, histogram.sum());
    if (histogram.usesCustomBuckets()) {
      out.varint(histogram.customValues().length);
      for (double bound : histogram.customValues()) {
        real(out, bound);
      }
    } else {
      out.zigzag(histogram.schema());
    }
    buckets(out, integers, histogram.positiveSpans(), histogram.positiveBuckets());
    buckets(out, integers, histogram.negativeSpans(), histogram.negativeBuckets());
  }

  private static void buckets(ByteSink out, boolean integers, int[] spans, double[] counts) {
    out.varint(spans.length / 2);
    for (int i = 0; i < spans.length; i += 2) {
      out.zigzag(spans[i]).varint(spans[i + 1]);
    }
    out.varint(counts.length);
    long before = 0;
    for (double count : counts) {
      if (integers) {
        out.zigzag((long) count - before);
        before = (long) count;
      } else {
        real(out, count);
      }
    }
  }

  private static void real(ByteSink out, double value) {
    out.u64(Double.doubleToRawLongBits(value));
  }

  private static boolean integers(NativeHistogram histogram) {
    return isCount(histogram.zeroCount())
        && isCount(histogram.count())
        && areCounts(histogram.positiveBuckets())
        && areCounts(histogram.negativeBuckets());
  }

  private static boolean areCounts(double[] counts) {
    for (double count : counts) {
      if (!isCount(count)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isCount(double value) {
    return value >= 0 && value < LIMIT && same((double) (long) value, value);
  }

  private static boolean same(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  /// The histogram that starts where `in` stands.
  ///
  /// @throws CorruptDataException when the bytes make no sense
  public static NativeHistogram read(ByteSource in) {
    int flags = in.u8();
    boolean integers = (flags & INTEGERS) != 0;
    double zeroThreshold = (flags & USUAL_ZERO) != 0 ? USUAL_THRESHOLD : real(in);
    double zeroCount = integers ? in.varint() : real(in);
    double count = integers ? in.varint() : real(in);
    double sum = real(in);
    double[] customValues = NONE;
    int schema = NativeHistogram.CUSTOM_BUCKETS;
    if ((flags & CUSTOM) != 0) {
      customValues = reals(in, in.count(MOST_BUCKETS));
    } else {
      schema = (int) in.zigzag();
    }
    int[] positiveSpans = spans(in);
    double[] positive = counts(in, integers);
    int[] negativeSpans = spans(in);
    double[] negative = counts(in, integers);
    return new NativeHistogram(
        schema,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        positiveSpans,
        positive,
        negativeSpans,
        negative,
        customValues,
        HINTS.get(flags & HINT));
  }

  private static int[] spans(ByteSource in) {
    int count = in.count(MOST_BUCKETS);
    int[] spans = count == 0 ? NO_SPANS : new int[count * 2];
    for (int i = 0; i < spans.length; i += 2) {
      spans[i] = (int) in.zigzag();
      spans[i + 1] = (int) in.varint();
    }
    return spans;
  }

  private static double[] counts(ByteSource in, boolean integers) {
    int count = in.count(MOST_BUCKETS);
    if (!integers) {
      return reals(in, count);
    }
    double[] counts = count == 0 ? NONE : new double[count];
    long before = 0;
    for (int i = 0; i < count; i++) {
      before += in.zigzag();
      counts[i] = before;
    }
    return counts;
  }

  private static double[] reals(ByteSource in, int count) {
    double[] reals = count == 0 ? NONE : new double[count];
    for (int i = 0; i < count; i++) {
      reals[i] = real(in);
    }
    return reals;
  }

  private static double real(ByteSource in) {
    return Double.longBitsToDouble(in.u64());
  }
}
