package io.mallwatch.logs.lucene;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drops whole days: those that ended too long ago, then the oldest while all are too large.
final class RetentionSweep {

  private static final Logger logger = LoggerFactory.getLogger(RetentionSweep.class);

  private final LuceneLogConfig.Retention retention;
  private final Partitions partitions;
  private final StoreCounters counters;

  RetentionSweep(
      LuceneLogConfig.Retention retention, Partitions partitions, StoreCounters counters) {
    this.retention = retention;
    this.partitions = partitions;
    this.counters = counters;
  }

  void run(Instant now) throws IOException {
    for (Partition partition : partitions.all()) {
      Instant end = Partitions.startOf(partition.day() + 1);
      if (!end.plus(retention.age()).isAfter(now)) {
        drop(partition, "retention_age");
      }
    }
    List<Partition> left = partitions.all();
    long bytes = left.stream().mapToLong(Partition::sizeBytes).sum();
    for (int i = 0; i < left.size() - 1 && bytes > retention.bytes(); i++) {
      bytes -= left.get(i).sizeBytes();
      drop(left.get(i), "retention_size");
    }
  }

  private void drop(Partition partition, String reason) throws IOException {
    long entries = entries(partition);
    partitions.drop(partition);
    counters.of("dropped_" + reason).add(entries);
    logger.info(
        "event=partition_dropped day={} reason={} entries={}",
        partition.folder().getFileName(),
        reason,
        entries);
  }

  private static long entries(Partition partition) throws IOException {
    try (Partition.Lease lease = partition.lease(Duration.ZERO)) {
      return lease == null ? 0 : lease.reader().numDocs();
    }
  }
}
