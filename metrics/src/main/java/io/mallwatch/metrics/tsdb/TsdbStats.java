package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.tsdb.block.BlockMeta;
import java.util.List;
import java.util.Map;

/// The state of the store and what it counted since it was opened.
///
/// @param headSeries series in the head
/// @param headSamples samples in the head
/// @param headChunks chunks in the head, open ones included
/// @param headMinMillis time of the oldest sample in the head; `Long.MAX_VALUE` when it has none
/// @param headMaxMillis time of the newest sample in the head; `Long.MIN_VALUE` when it has none
/// @param headBytes memory that the head takes, about
/// @param walBytes bytes in log files, about
/// @param walSegments log files
/// @param blocks each block, older data first
/// @param exemplars exemplars kept
/// @param samplesRefused by reason
/// @param events other things counted, by name such as `wal_write_failures`
public record TsdbStats(
    int headSeries,
    long headSamples,
    long headChunks,
    long headMinMillis,
    long headMaxMillis,
    long headBytes,
    long walBytes,
    int walSegments,
    List<BlockMeta> blocks,
    int exemplars,
    long samplesAppended,
    Map<String, Long> samplesRefused,
    Map<String, Long> events) {

  public TsdbStats {
    blocks = List.copyOf(blocks);
    samplesRefused = Map.copyOf(samplesRefused);
    events = Map.copyOf(events);
  }

  /// Bytes of all blocks.
  public long blockBytes() {
    return blocks.stream().mapToLong(BlockMeta::bytes).sum();
  }
}
