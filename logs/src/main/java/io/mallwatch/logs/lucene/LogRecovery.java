package io.mallwatch.logs.lucene;

import io.mallwatch.model.wal.WalFrame;
import io.mallwatch.model.wal.WriteAheadLog;
import java.util.List;

/// What the log store found when it was opened.
///
/// @param replayedEntries entries that the write-ahead log held; those that the index lacks are
///   added to it
/// @param tornBytes cut from the end of the log, where a write was interrupted
/// @param brokenStretches damaged places in the log; what was there is kept in `wal/broken/`
/// @param quarantined folders of days that could not be read
public record LogRecovery(
    long replayedEntries, long tornBytes, int brokenStretches, List<String> quarantined) {

  public LogRecovery {
    quarantined = List.copyOf(quarantined);
  }

  static LogRecovery of(
      WriteAheadLog.Found found, List<WalFrame> frames, List<String> quarantined) {
    return new LogRecovery(
        frames.stream().mapToLong(WalFrame::count).sum(),
        found.tornBytes(),
        found.brokenStretches(),
        quarantined);
  }

  /// Whether nothing was damaged.
  public boolean clean() {
    return brokenStretches == 0 && quarantined.isEmpty();
  }
}
