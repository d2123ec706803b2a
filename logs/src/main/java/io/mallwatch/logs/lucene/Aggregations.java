package io.mallwatch.logs.lucene;

import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// Counts entries in time and by value. Exact: every entry that passes is looked at once, by its
/// columns; a field without a column is read from the entry.
final class Aggregations {

  /// Most bars of a histogram.
  static final int MAX_BARS = 20_000;

  /// Most different values of one field.
  static final int MAX_VALUES = 100_000;

  private static final int CHECK_EVERY = 4_096;

  private final Days days;
  private final Duration refreshInterval;

  Aggregations(Days days, Duration refreshInterval) {
    this.days = days;
    this.refreshInterval = refreshInterval;
  }

  LogAggregation.Result aggregate(LogAggregation asked) throws IOException {
    Totals totals = new Totals(asked);
    for (Day partition : days.covering(asked.range(), false)) {
      asked.deadline().check();
      try (Partition.Lease lease = partition.lease(refreshInterval)) {
        if (lease != null) {
          count(asked, lease.reader(), partition.day(), totals);
        }
      } catch (IOException | RuntimeException e) {
        if (UnreadablePartition.isDamage(e)) {
          throw new UnreadablePartition(partition.partition(), e);
        }
        throw e;
      }
    }
    return totals.result();
  }

  private static void count(LogAggregation asked, DirectoryReader reader, long day, Totals totals)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    Query query = Searches.query(reader, day, asked.indexPattern(), asked.range(), asked.filter());
    try {
      Weight weight =
          searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
      for (LeafReaderContext leaf : reader.leaves()) {
        Scorer scorer = weight.scorer(leaf);
        if (scorer != null) {
          count(leaf, scorer.iterator(), asked.deadline(), totals);
        }
      }
    } catch (IndexSearcher.TooManyClauses e) {
      throw new BadQueryException("the query has too many terms");
    }
  }

  private static void count(
      LeafReaderContext leaf, DocIdSetIterator matches, Deadline deadline, Totals totals)
      throws IOException {
    LeafTotals here = new LeafTotals(leaf, totals);
    Bits live = leaf.reader().getLiveDocs();
    int seen = 0;
    for (int doc = matches.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = matches.nextDoc()) {
      if (live != null && !live.get(doc)) {
        continue;
      }
      if (++seen % CHECK_EVERY == 0) {
        deadline.check();
      }
      here.add(doc);
    }
    here.flush();
    totals.total += seen;
  }

  /// The counts of one segment.
  private static final class LeafTotals {
    private final Totals totals;
    private final @Nullable NumericDocValues times;
    private final @Nullable ValueCounts split;
    private final List<ValueCounts> facets = new ArrayList<>();

    LeafTotals(LeafReaderContext leaf, Totals totals) throws IOException {
      this.totals = totals;
      LogAggregation.Histogram histogram = totals.asked.histogram();
      this.times = histogram == null ? null : leaf.reader().getNumericDocValues(Terms.TIME);
      this.split =
          histogram == null || histogram.splitBy().isEmpty()
              ? null
              : ValueCounts.of(leaf, LogFields.canonical(histogram.splitBy()));
      for (String field : totals.asked.facets()) {
        facets.add(ValueCounts.of(leaf, LogFields.canonical(field)));
      }
    }

    void add(int doc) throws IOException {
      for (ValueCounts facet : facets) {
        facet.add(doc);
      }
      if (times != null && times.advanceExact(doc)) {
        Bar bar = totals.bar(times.longValue());
        bar.count++;
        if (split != null) {
          split.values(doc, value -> bar.split.merge(value, 1L, Long::sum));
          tooMany(bar.split, "the histogram's split field");
        }
      }
    }

    void flush() throws IOException {
      for (int i = 0; i < facets.size(); i++) {
        String field = totals.asked.facets().get(i);
        Map<String, Long> counts = totals.facets.computeIfAbsent(field, _ -> new HashMap<>());
        facets.get(i).forEach((value, count) -> counts.merge(value, count, Long::sum));
        tooMany(counts, field);
      }
    }
  }

  static void tooMany(Map<String, ?> counts, String field) {
    if (counts.size() > MAX_VALUES) {
      throw new BadQueryException(
          "%s has more than %d different values".formatted(field, MAX_VALUES));
    }
  }

  private static final class Bar {
    private long count;
    private final Map<String, Long> split = new HashMap<>();
  }

  /// The counts of all.
  private static final class Totals {
    private final LogAggregation asked;
    private final @Nullable TimeBars bars;
    private final TreeMap<Long, Bar> byStart = new TreeMap<>();
    private final Map<String, Map<String, Long>> facets = new HashMap<>();
    private long total;
    private long lastStart;
    private @Nullable Bar lastBar;

    Totals(LogAggregation asked) {
      this.asked = asked;
      LogAggregation.Histogram histogram = asked.histogram();
      this.bars = histogram == null ? null : new TimeBars(histogram);
    }

    Bar bar(long nanos) {
      long start = java.util.Objects.requireNonNull(bars).startMillis(nanos);
      if (lastBar == null || start != lastStart) {
        lastStart = start;
        lastBar = byStart.computeIfAbsent(start, _ -> new Bar());
        if (byStart.size() > MAX_BARS) {
          throw new BadQueryException(
              "the histogram has more than %d bars; ask for a longer interval".formatted(MAX_BARS));
        }
      }
      return lastBar;
    }

    LogAggregation.Result result() {
      List<LogAggregation.Bar> list = new ArrayList<>(byStart.size());
      byStart.forEach(
          (start, bar) -> list.add(new LogAggregation.Bar(start, bar.count, bar.split)));
      Map<String, LogAggregation.Facet> named = new HashMap<>();
      for (String field : asked.facets()) {
        named.put(field, facet(facets.getOrDefault(field, Map.of())));
      }
      return new LogAggregation.Result(total, list, named);
    }

    private LogAggregation.Facet facet(Map<String, Long> counts) {
      List<LogAggregation.Value> values =
          counts.entrySet().stream()
              .map(entry -> new LogAggregation.Value(entry.getKey(), entry.getValue()))
              .sorted(
                  Comparator.comparingLong(LogAggregation.Value::count)
                      .reversed()
                      .thenComparing(LogAggregation.Value::value))
              .toList();
      int shown = Math.min(asked.facetSize(), values.size());
      long other =
          values.subList(shown, values.size()).stream()
              .mapToLong(LogAggregation.Value::count)
              .sum();
      return new LogAggregation.Facet(values.subList(0, shown), other);
    }
  }
}
