package io.mallwatch.logs.lucene;

import io.mallwatch.logs.lucene.document.IndexPattern;
import io.mallwatch.logs.lucene.document.Terms;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drops whole days: those that ended too long ago, then the oldest while all are too large. What a
/// [LuceneLogConfig.KeepRule] keeps for a shorter time is taken out of its day; a day of which
/// nothing is left is dropped whole.
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
      } else {
        applyRules(partition, end, now);
      }
    }
    List<Partition> left = partitions.all();
    long bytes = left.stream().mapToLong(Partition::sizeBytes).sum();
    for (int i = 0; i < left.size() - 1 && bytes > retention.bytes(); i++) {
      bytes -= left.get(i).sizeBytes();
      drop(left.get(i), "retention_size");
    }
  }

  private void applyRules(Partition partition, Instant end, Instant now) throws IOException {
    for (LuceneLogConfig.KeepRule rule : retention.rules()) {
      if (end.plus(rule.age()).isAfter(now)) {
        continue;
      }
      Query old;
      int count;
      int all;
      try (Partition.Lease lease = partition.lease(Duration.ZERO)) {
        if (lease == null) {
          return;
        }
        old = query(rule, lease.reader());
        count = new IndexSearcher(lease.reader()).count(old);
        all = lease.reader().numDocs();
      }
      if (count > 0 && count == all) {
        drop(partition, "retention_rule");
        return;
      }
      if (count > 0) {
        boolean idle = !partition.isWriting();
        partitions.writable(partition.day()).delete(old);
        if (idle) {
          partition.stopWriting();
        }
        counters.of("dropped_retention_rule").add(count);
        logger.info("event=entries_dropped day={} entries={}", partition.folder(), count);
      }
    }
  }

  private static Query query(LuceneLogConfig.KeepRule rule, IndexReader reader) throws IOException {
    BooleanQuery.Builder both = new BooleanQuery.Builder();
    Set<String> names = new IndexPattern(rule.indexPattern()).names(reader);
    both.add(
        new TermInSetQuery(Terms.INDEX, names.stream().map(Terms::value).toList()), Occur.FILTER);
    if (!rule.levels().isEmpty()) {
      List<BytesRef> levels = new ArrayList<>();
      rule.levels().forEach(level -> levels.add(Terms.value(level.text())));
      both.add(new TermInSetQuery("level", levels), Occur.FILTER);
    }
    return both.build();
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
