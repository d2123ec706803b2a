package io.mallwatch.metrics.tsdb;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// What the store counts of itself since it was opened. Thread-safe.
final class Counters {

  final LongAdder samplesAppended = new LongAdder();
  final LongAdder seriesCreated = new LongAdder();
  final LongAdder seriesDropped = new LongAdder();
  final LongAdder exemplarsAppended = new LongAdder();
  final LongAdder exemplarsRefused = new LongAdder();
  final LongAdder metadataRefused = new LongAdder();
  final LongAdder batchesOverloaded = new LongAdder();
  final LongAdder walWrites = new LongAdder();
  final LongAdder walWriteFailures = new LongAdder();
  final LongAdder walSyncFailures = new LongAdder();
  final LongAdder flushes = new LongAdder();
  final LongAdder compactions = new LongAdder();
  final LongAdder checkpoints = new LongAdder();
  final LongAdder blocksRetired = new LongAdder();
  final LongAdder maintenanceFailures = new LongAdder();
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

  Counters() {
    for (Refusal refusal : Refusal.values()) {
      refused.put(refusal, new LongAdder());
    }
  }

  void refused(Refusal refusal, int samples) {
    LongAdder counter = refused.get(refusal);
    if (counter != null) {
      counter.add(samples);
    }
  }

  /// Everything but samples, by name.
  Map<String, Long> events() {
    Map<String, Long> events = new TreeMap<>();
    events.put("series_created", seriesCreated.sum());
    events.put("series_dropped", seriesDropped.sum());
    events.put("exemplars_appended", exemplarsAppended.sum());
    events.put("exemplars_refused", exemplarsRefused.sum());
    events.put("metadata_refused", metadataRefused.sum());
    events.put("batches_overloaded", batchesOverloaded.sum());
    events.put("wal_writes", walWrites.sum());
    events.put("wal_write_failures", walWriteFailures.sum());
    events.put("wal_sync_failures", walSyncFailures.sum());
    events.put("flushes", flushes.sum());
    events.put("compactions", compactions.sum());
    events.put("checkpoints", checkpoints.sum());
    events.put("blocks_retired", blocksRetired.sum());
    events.put("maintenance_failures", maintenanceFailures.sum());
    return events;
  }

  /// By reason; every reason is there, with 0 when it never happened.
  Map<String, Long> refused() {
    Map<String, Long> byReason = new TreeMap<>();
    refused.forEach((refusal, count) -> byReason.put(refusal.reason(), count.sum()));
    return byReason;
  }
}
