package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.model.CorruptDataException;
import java.util.Arrays;

/// Histograms that share a layout (schema, zero threshold, spans, bounds): the layout once, then a
/// column for each of hint, zero count, count, sum and every bucket. The marker that ends a series
/// has no layout and may stand among them.
///
/// An object holds scratch room for writing; not thread-safe. Reading is static.
final class HistogramColumns {

  /// In the column of hints: the value is [NativeHistogram#stale()].
  private static final int STALE = 4;

  private static final ResetHint[] HINTS = ResetHint.values();

  private final LongColumn hints = new LongColumn();
  private final DoubleColumn doubles;
  private final long[] codes = new long[LongColumn.MAX];
  private final double[] column = new double[LongColumn.MAX];

  HistogramColumns(DoubleColumn doubles) {
    this.doubles = doubles;
  }

  /// Where the run that begins at `from` ends: at the first histogram of another layout.
  static int runEnd(NativeHistogram[] histograms, int from, int to) {
    NativeHistogram layout = null;
    for (int i = from; i < to; i++) {
      NativeHistogram one = histograms[i];
      if (one == null) {
        return i;
      }
      if (isMarker(one)) {
        continue;
      }
      if (layout == null) {
        layout = one;
      } else if (!sameLayout(layout, one)) {
        return i;
      }
    }
    return to;
  }

  private static boolean isMarker(NativeHistogram one) {
    return one.isStale() && one.equals(NativeHistogram.stale());
  }

  private static boolean sameLayout(NativeHistogram left, NativeHistogram right) {
    return left.schema() == right.schema()
        && Double.doubleToRawLongBits(left.zeroThreshold())
            == Double.doubleToRawLongBits(right.zeroThreshold())
        && left.positiveBuckets().length == right.positiveBuckets().length
        && left.negativeBuckets().length == right.negativeBuckets().length
        && Arrays.equals(left.positiveSpans(), right.positiveSpans())
        && Arrays.equals(left.negativeSpans(), right.negativeSpans())
        && Arrays.equals(left.customValues(), right.customValues());
  }

  /// Writes `histograms[from, to)`, one run.
  void write(NativeHistogram[] histograms, int from, int to, ByteSink out) {
    NativeHistogram layout = NativeHistogram.stale();
    for (int i = to - 1; i >= from; i--) {
      boolean marker = isMarker(histograms[i]);
      codes[i - from] = marker ? STALE : histograms[i].hint().ordinal();
      layout = marker ? layout : histograms[i];
    }
    writeLayout(layout, out);
    int count = to - from;
    hints.plan(codes, 0, count);
    hints.write(codes, 0, count, out);
    int positive = layout.positiveBuckets().length;
    int columns = 3 + positive + layout.negativeBuckets().length;
    for (int c = 0; c < columns; c++) {
      double before = part(layout, c, positive);
      for (int i = 0; i < count; i++) {
        before = codes[i] == STALE ? before : part(histograms[from + i], c, positive);
        column[i] = before;
      }
      doubles.write(column, 0, count, out);
    }
  }

  private static double part(NativeHistogram one, int index, int positive) {
    return switch (index) {
      case 0 -> one.zeroCount();
      case 1 -> one.count();
      case 2 -> one.sum();
      default ->
          index - 3 < positive
              ? one.positiveBuckets()[index - 3]
              : one.negativeBuckets()[index - 3 - positive];
    };
  }

  private static void writeLayout(NativeHistogram layout, ByteSink out) {
    out.zigzag(layout.schema()).u64(Double.doubleToRawLongBits(layout.zeroThreshold()));
    writeSpans(layout.positiveSpans(), layout.positiveBuckets().length, out);
    writeSpans(layout.negativeSpans(), layout.negativeBuckets().length, out);
    out.varint(layout.customValues().length);
    for (double bound : layout.customValues()) {
      out.u64(Double.doubleToRawLongBits(bound));
    }
  }

  private static void writeSpans(int[] spans, int buckets, ByteSink out) {
    out.varint(spans.length);
    for (int number : spans) {
      out.zigzag(number);
    }
    out.varint(buckets);
  }

  /// Reads `count` histograms into `into`, and their sums into `sums`, from index `at` on.
  ///
  /// @throws CorruptDataException when the bytes make no sense
  static void read(ByteSource in, NativeHistogram[] into, double[] sums, int at, int count) {
    final int schema = (int) in.zigzag();
    final double zeroThreshold = Double.longBitsToDouble(in.u64());
    final int[] positiveSpans = readSpans(in);
    final int positive = bounded(in, 3);
    final int[] negativeSpans = readSpans(in);
    final int negative = bounded(in, 3);
    final double[] bounds = new double[bounded(in, 8)];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = Double.longBitsToDouble(in.u64());
    }
    long[] codes = new long[count];
    LongColumn.read(in, codes, 0, count);
    long[] scratch = new long[count];
    double[][] columns = new double[3 + positive + negative][count];
    for (double[] column : columns) {
      DoubleColumn.read(in, column, scratch, 0, count);
    }
    for (int i = 0; i < count; i++) {
      NativeHistogram one =
          codes[i] == STALE
              ? NativeHistogram.stale()
              : new NativeHistogram(
                  schema,
                  zeroThreshold,
                  columns[0][i],
                  columns[1][i],
                  columns[2][i],
                  positiveSpans,
                  row(columns, 3, positive, i),
                  negativeSpans,
                  row(columns, 3 + positive, negative, i),
                  bounds,
                  hint(codes[i]));
      into[at + i] = one;
      sums[at + i] = one.sum();
    }
  }

  private static double[] row(double[][] columns, int from, int count, int index) {
    double[] row = new double[count];
    for (int i = 0; i < count; i++) {
      row[i] = columns[from + i][index];
    }
    return row;
  }

  private static ResetHint hint(long code) {
    if (code < 0 || code >= HINTS.length) {
      throw new CorruptDataException("a chunk has an unknown reset hint");
    }
    return HINTS[(int) code];
  }

  private static int[] readSpans(ByteSource in) {
    int[] spans = new int[bounded(in, 1)];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = (int) in.zigzag();
    }
    return spans;
  }

  /// A count of things that take at least `bytes` each.
  private static int bounded(ByteSource in, int bytes) {
    return in.count((in.end() - in.position()) / bytes);
  }
}
