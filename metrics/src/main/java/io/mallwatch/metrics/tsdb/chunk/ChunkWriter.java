package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import org.jspecify.annotations.Nullable;

/// Turns samples into bytes that give back the same bits. A chunk has either numbers or histograms
/// of one layout. Picture: `docs/formats/metrics.md`.
///
/// Holds scratch room, so keep one; not thread-safe.
public final class ChunkWriter {

  /// Most samples in one chunk.
  public static final int MAX_SAMPLES = LongColumn.MAX;

  static final int NUMBERS = 0;
  static final int HISTOGRAMS = 1;
  static final int KIND = 0x7f;
  static final int STARTS = 0x80;

  private final DoubleColumn doubles = new DoubleColumn();
  private final HistogramColumns histograms = new HistogramColumns(doubles);
  private final LongColumn column = new LongColumn();
  private final long[] deltas = new long[MAX_SAMPLES];
  private final ByteSink out = new ByteSink(4096);

  /// The samples `[from, to)`, which are in strict time order, as one chunk.
  public Chunk write(long[] times, double[] values, int from, int to) {
    begin(from, to);
    out.u8(NUMBERS);
    doubles.write(values, from, to, out);
    return end(times, from, to);
  }

  /// The samples `[from, to)`, which may share a chunk ([#runEnd(SampleColumns, int, int)]).
  public Chunk write(SampleColumns samples, int from, int to) {
    begin(from, to);
    writeBody(samples, from, to, out);
    return end(samples.times(), from, to);
  }

  private void begin(int from, int to) {
    if (to - from < 1 || to - from > MAX_SAMPLES) {
      throw new IllegalArgumentException((to - from) + " samples do not make a chunk");
    }
    out.reset(0);
    out.varint(to - from);
  }

  private Chunk end(long[] times, int from, int to) {
    writeTimes(times, from, to, out);
    return new Chunk(times[from], times[to - 1], to - from, out.toByteArray());
  }

  /// Where samples from `from` on, at most up to `to`, cannot share a chunk any more: at a change
  /// between numbers and histograms, of a histogram's layout, or after [#MAX_SAMPLES].
  public static int runEnd(SampleColumns samples, int from, int to) {
    int end = Math.min(to, from + MAX_SAMPLES);
    NativeHistogram[] histograms = samples.histograms();
    if (histograms == null) {
      return end;
    }
    if (histograms[from] != null) {
      return HistogramColumns.runEnd(histograms, from, end);
    }
    int at = from;
    while (at < end && histograms[at] == null) {
      at++;
    }
    return at;
  }

  /// Adds everything of the samples `[from, to)` but their count and times.
  public void writeBody(SampleColumns samples, int from, int to, ByteSink into) {
    NativeHistogram[] found = samples.histograms();
    int starts = hasStarts(samples.starts(), from, to) ? STARTS : 0;
    if (found == null || found[from] == null) {
      into.u8(NUMBERS | starts);
      doubles.write(samples.values(), from, to, into);
    } else {
      into.u8(HISTOGRAMS | starts);
      histograms.write(found, from, to, into);
    }
    if (starts != 0) {
      writeTimes(samples.startRoom(), from, to, into);
    }
  }

  private static boolean hasStarts(long @Nullable [] starts, int from, int to) {
    for (int i = from; starts != null && i < to; i++) {
      if (starts[i] != 0) {
        return true;
      }
    }
    return false;
  }

  /// Adds the times `[from, to)`.
  public void writeTimes(long[] times, int from, int to, ByteSink into) {
    for (int i = from + 1; i < to; i++) {
      deltas[i - from] = times[i] - times[i - 1];
    }
    into.zigzag(times[from]);
    column.plan(deltas, 1, to - from);
    column.write(deltas, 1, to - from, into);
  }
}
