package io.mallwatch.metrics.tsdb.open;

import io.mallwatch.metrics.tsdb.chunk.Chunk;
import java.util.List;

/// All that the head holds of one series, as a checkpoint keeps it.
///
/// @param ref number of the series
/// @param maxMillis time of the newest sample, which may be in no chunk any more; `Long.MIN_VALUE`
///   when there never was one
/// @param lastBits bits of the newest value, or the fingerprint of the newest histogram
/// @param lastIsHistogram whether the newest sample is a histogram
/// @param chunks finished chunks in order
/// @param open bytes of the open chunk behind them
/// @param openCount samples in `open`
/// @param late chunks of late samples
public record SavedSeries(
    int ref,
    long maxMillis,
    long lastBits,
    boolean lastIsHistogram,
    List<Chunk> chunks,
    byte[] open,
    int openCount,
    List<Chunk> late) {

  /// How many samples there are.
  public long samples() {
    long samples = openCount;
    for (Chunk chunk : chunks) {
      samples += chunk.count();
    }
    for (Chunk chunk : late) {
      samples += chunk.count();
    }
    return samples;
  }
}
