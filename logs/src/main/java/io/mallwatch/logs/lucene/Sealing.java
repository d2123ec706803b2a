package io.mallwatch.logs.lucene;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Packs days that are over into one segment with small blocks, one day at a time, by the merge
/// thread of that day. Entries that come late meanwhile are added as ever; the day is sealed anew
/// later. Only used by the indexing thread.
final class Sealing {

  private static final Logger logger = LoggerFactory.getLogger(Sealing.class);

  private final Duration after;
  private final Partitions partitions;
  private final StoreCounters counters;

  /// @param after how long after its end, and after its last entry, a day is sealed
  Sealing(Duration after, Partitions partitions, StoreCounters counters) {
    this.after = after;
    this.partitions = partitions;
    this.counters = counters;
  }

  /// Ends what is done and begins with the oldest day that is left; call it when there is nothing
  /// else to do.
  void run(Instant now) {
    List<Partition> days = partitions.all();
    for (Partition day : days) {
      if (day.isSealing()) {
        if (!day.isMerging()) {
          end(day);
        }
        return;
      }
    }
    for (Partition day : days) {
      if (isDue(day, now)) {
        begin(day);
        return;
      }
    }
  }

  private boolean isDue(Partition day, Instant now) {
    return !Partitions.startOf(day.day() + 1).plus(after).isAfter(now)
        && now.toEpochMilli() - day.lastWriteMillis() >= after.toMillis()
        && !day.isSealed()
        && day.hasEntries();
  }

  private void begin(Partition day) {
    try {
      day.stopWriting();
      day.startSealing();
    } catch (IOException | AlreadyClosedException e) {
      failed(day, e);
    }
  }

  private void end(Partition day) {
    try {
      day.stopWriting();
      counters.of("days_sealed").increment();
      logger.info("event=day_sealed folder={} bytes={}", day.folder(), day.sizeBytes());
    } catch (IOException | AlreadyClosedException e) {
      failed(day, e);
    }
  }

  private void failed(Partition day, Exception e) {
    counters.of("seal_failed").increment();
    logger.warn("event=seal_failed folder={} reason={}", day.folder(), String.valueOf(e));
  }
}
