package io.mallwatch.logs.lucene;

import java.util.Map;

/// Figures of the log store at one moment.
///
/// @param days partitions
/// @param diskBytes size of all partitions
/// @param appendedEntries since the start
/// @param pendingBytes accepted but not yet indexed
/// @param tails open tails
/// @param stalled whether the disk does not take what should be indexed
/// @param counters how often what went wrong, and what was dropped why; since the start
public record LuceneLogStats(
    int days,
    long diskBytes,
    long appendedEntries,
    long pendingBytes,
    int tails,
    boolean stalled,
    Map<String, Long> counters) {
  public LuceneLogStats {
    counters = Map.copyOf(counters);
  }
}
