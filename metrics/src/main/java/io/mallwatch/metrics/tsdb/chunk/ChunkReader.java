package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.model.CorruptDataException;
import java.util.Arrays;

/// Reads what [ChunkWriter] wrote, straight into the columns of the caller.
public final class ChunkReader {

  private ChunkReader() {}

  /// Appends all samples of the chunk in `bytes[from, to)` to `out`. Reading may touch up to seven
  /// bytes behind `to` when the array has them.
  ///
  /// @throws CorruptDataException when the bytes make no sense; `out` is as before then
  public static void read(byte[] bytes, int from, int to, SampleColumns out) {
    ByteSource in = new ByteSource(bytes, from, to);
    int count = in.count(ChunkWriter.MAX_SAMPLES);
    int at = out.size();
    readBody(in, count, out);
    readTimes(in, out.times(), at, count);
    out.size(at + count);
  }

  /// Appends the samples of the chunk in `bytes[from, to)` whose time is in `[minMillis,
  /// maxMillis]`.
  public static void read(
      byte[] bytes, int from, int to, long minMillis, long maxMillis, SampleColumns out) {
    int start = out.size();
    read(bytes, from, to, out);
    ColumnEdits.keepRange(out, start, minMillis, maxMillis);
  }

  /// Reads what [ChunkWriter#writeBody] wrote into the columns of `out` behind its end, but leaves
  /// times and size to the caller.
  public static void readBody(ByteSource in, int count, SampleColumns out) {
    if (count < 1 || count > ChunkWriter.MAX_SAMPLES) {
      throw new CorruptDataException("a chunk has %d samples".formatted(count));
    }
    out.ensure(count);
    int at = out.size();
    int head = in.u8();
    switch (head & ChunkWriter.KIND) {
      case ChunkWriter.NUMBERS -> {
        // the times come later, so their room is free until then
        DoubleColumn.read(in, out.values(), out.times(), at, count);
        if (out.histograms() != null) {
          Arrays.fill(out.histogramRoom(), at, at + count, null);
        }
      }
      case ChunkWriter.HISTOGRAMS -> {
        NativeHistogram[] histograms = out.histogramRoom();
        HistogramColumns.read(in, histograms, out.values(), at, count);
      }
      default -> throw new CorruptDataException("a chunk is of an unknown kind");
    }
    if ((head & ChunkWriter.STARTS) != 0) {
      readTimes(in, out.startRoom(), at, count);
    } else if (out.starts() != null) {
      Arrays.fill(out.startRoom(), at, at + count, 0);
    }
  }

  /// Reads `count` times into `into` from index `at` on.
  public static void readTimes(ByteSource in, long[] into, int at, int count) {
    long time = in.zigzag();
    into[at] = time;
    LongColumn.read(in, into, at + 1, count - 1);
    for (int i = at + 1; i < at + count; i++) {
      time += into[i];
      into[i] = time;
    }
  }
}
