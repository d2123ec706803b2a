package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.ChunkWriter;
import io.mallwatch.metrics.tsdb.chunk.ColumnEdits;

/// Where a series is cut into chunks: at fixed moments of the clock, so that series of one target
/// share their times whenever each of them began, and neighbouring blocks fit together.
final class ChunkGrid {

  private static final long HOUR = 3_600_000;

  private ChunkGrid() {}

  /// Length of the windows for a series: an hour halved or doubled until a chunk is well filled.
  static long windowMillis(SampleColumns samples) {
    int size = samples.size();
    if (size < 2) {
      return HOUR;
    }
    long interval = Math.max(1, (samples.times()[size - 1] - samples.times()[0]) / (size - 1));
    long most = interval * ChunkWriter.MAX_SAMPLES;
    long window = HOUR;
    while (window > most && window > 1) {
      window /= 2;
    }
    while (window * 2 <= most && window < HOUR << 20) {
      window *= 2;
    }
    return window;
  }

  /// Where the chunk that begins with sample `from` ends.
  static int end(SampleColumns samples, int from, long windowMillis) {
    long[] times = samples.times();
    int end = ChunkWriter.runEnd(samples, from, samples.size());
    long windowEnd = (Math.floorDiv(times[from], windowMillis) + 1) * windowMillis;
    return times[end - 1] < windowEnd ? end : ColumnEdits.lowerBound(times, from, end, windowEnd);
  }
}
