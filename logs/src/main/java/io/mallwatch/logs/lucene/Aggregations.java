package io.mallwatch.logs.lucene;

import io.mallwatch.logs.LogAggregated;
import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.lucene.aggregate.Budget;
import io.mallwatch.logs.lucene.aggregate.Collector;
import io.mallwatch.logs.lucene.aggregate.Collectors;
import io.mallwatch.logs.lucene.aggregate.Segment;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// Aggregates entries. Exact: every entry that passes is looked at once, by its columns; a field
/// without a column is read from the entry.
final class Aggregations {

  private static final int AT_ONCE = 4_096;
  private static final int RECENT_BUCKETS = 32_768;

  private final Days days;
  private final Duration refreshInterval;
  private final RecentAnswers recent = new RecentAnswers(RECENT_BUCKETS);

  Aggregations(Days days, Duration refreshInterval) {
    this.days = days;
    this.refreshInterval = refreshInterval;
  }

  LogAggregation.Result aggregate(LogAggregation asked) throws IOException {
    List<Day> read = new ArrayList<>();
    List<Partition.Lease> leases = new ArrayList<>();
    try {
      for (Day day : days.covering(asked.range(), false)) {
        asked.deadline().check();
        Partition.Lease lease = lease(day);
        if (lease != null) {
          read.add(day);
          leases.add(lease);
        }
      }
      List<Object> readers = new ArrayList<>();
      for (Partition.Lease lease : leases) {
        readers.add(lease.reader().getReaderCacheHelper().getKey());
      }
      LogAggregation.Result known = recent.find(asked, readers);
      if (known != null) {
        return known;
      }
      LogAggregation.Result result = aggregate(asked, read, leases);
      recent.keep(asked, readers, result);
      return result;
    } finally {
      for (Partition.Lease lease : leases) {
        lease.close();
      }
    }
  }

  private Partition.@Nullable Lease lease(Day day) throws IOException {
    try {
      return day.lease(refreshInterval);
    } catch (IOException | RuntimeException e) {
      if (UnreadablePartition.isDamage(e)) {
        throw new UnreadablePartition(day.partition(), e);
      }
      throw e;
    }
  }

  private static LogAggregation.Result aggregate(
      LogAggregation asked, List<Day> read, List<Partition.Lease> leases) throws IOException {
    Map<String, Collector> collectors =
        Collectors.of(asked.wanted(), new Budget(asked.maxBuckets(), asked.deadline()));
    long total = 0;
    for (int i = 0; i < read.size(); i++) {
      asked.deadline().check();
      Day day = read.get(i);
      try {
        total += count(asked, leases.get(i).reader(), day.day(), collectors);
      } catch (IOException | RuntimeException e) {
        if (UnreadablePartition.isDamage(e)) {
          throw new UnreadablePartition(day.partition(), e);
        }
        throw e;
      }
    }
    Map<String, LogAggregated> answers = new LinkedHashMap<>();
    for (Map.Entry<String, Collector> one : collectors.entrySet()) {
      answers.put(one.getKey(), one.getValue().end(0));
    }
    return new LogAggregation.Result(total, answers);
  }

  private static long count(
      LogAggregation asked, DirectoryReader reader, long day, Map<String, Collector> collectors)
      throws IOException {
    IndexSearcher searcher = Searches.searcher(reader, asked.deadline());
    Query query = Searches.query(reader, day, asked.indexPattern(), asked.range(), asked.filter());
    try {
      if (collectors.isEmpty()) {
        long count = BoundedCount.of(searcher, query, Long.MAX_VALUE);
        Searches.checkTime(searcher, asked.deadline());
        return count;
      }
      Weight weight =
          searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
      long total = 0;
      for (LeafReaderContext leaf : reader.leaves()) {
        Segment segment = new Segment(leaf, searcher, Searches.hitReader(leaf));
        total += count(segment, weight, asked.deadline(), collectors.values());
      }
      return total;
    } catch (IndexSearcher.TooManyClauses e) {
      throw new BadQueryException("the query has too many terms");
    }
  }

  private static long count(
      Segment segment, Weight weight, Deadline deadline, Collection<Collector> collectors)
      throws IOException {
    LeafReader reader = segment.leaf().reader();
    int known = weight.count(segment.leaf());
    if (known == 0) {
      return 0;
    }
    List<Collector> left = new ArrayList<>();
    for (Collector collector : collectors) {
      collector.enter(segment);
      if (known < reader.maxDoc() || !collector.takeAll()) {
        left.add(collector);
      }
    }
    if (left.isEmpty()) {
      return known;
    }
    Scorer scorer = weight.scorer(segment.leaf());
    return scorer == null ? 0 : each(reader, scorer.iterator(), deadline, left);
  }

  private static long each(
      LeafReader reader, DocIdSetIterator matches, Deadline deadline, List<Collector> collectors)
      throws IOException {
    Bits live = reader.getLiveDocs();
    int[] documents = new int[AT_ONCE];
    int size = 0;
    long seen = 0;
    for (int document = matches.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = matches.nextDoc()) {
      if (live != null && !live.get(document)) {
        continue;
      }
      documents[size++] = document;
      if (size == AT_ONCE) {
        deadline.check();
        take(documents, size, collectors);
        seen += size;
        size = 0;
      }
    }
    take(documents, size, collectors);
    return seen + size;
  }

  private static void take(int[] documents, int size, List<Collector> collectors)
      throws IOException {
    for (Collector collector : collectors) {
      collector.take(documents, 0, size, 0);
    }
  }
}
