package io.mallwatch.metrics.tsdb.head;

import io.mallwatch.metrics.tsdb.chunk.Chunk;
import java.util.List;

/// How much the head holds, added up series by series. Not thread-safe.
public final class HeadSize {

  private static final int RUN_OVERHEAD = 72;

  private long minMillis = Long.MAX_VALUE;
  private long maxMillis = Long.MIN_VALUE;
  private long samples;
  private long chunks;
  private long bytes;

  void add(List<Chunk> chunks) {
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      add(chunk.minMillis(), chunk.maxMillis(), chunk.count(), chunk.bytes().length + RUN_OVERHEAD);
    }
  }

  void add(long min, long max, int moreSamples, int moreBytes) {
    minMillis = Math.min(minMillis, min);
    maxMillis = Math.max(maxMillis, max);
    samples += moreSamples;
    chunks++;
    bytes += moreBytes;
  }

  /// `Long.MAX_VALUE` when there are no samples.
  public long minMillis() {
    return minMillis;
  }

  /// `Long.MIN_VALUE` when there are no samples.
  public long maxMillis() {
    return maxMillis;
  }

  public long samples() {
    return samples;
  }

  /// Runs, open ones included.
  public long chunks() {
    return chunks;
  }

  /// Memory that the samples take, about.
  public long bytes() {
    return bytes;
  }
}
