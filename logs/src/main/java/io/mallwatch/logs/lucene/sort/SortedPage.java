package io.mallwatch.logs.lucene.sort;

import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogSort;
import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.model.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
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

/// The first entries of a query that has keys to sort by. Looks at every entry that passes, and
/// keeps as many as the page may need. Not thread-safe.
public final class SortedPage {

  private static final int CHECK_EVERY = 4_096;

  private final List<LogSort> keys;
  private final Comparator<List<@Nullable Object>> byValues;
  private final Comparator<Found> firstFirst;
  private final PriorityQueue<Found> kept;
  private final Deadline deadline;
  private final boolean newestFirst;
  private final int most;
  private final @Nullable Found after;
  private final boolean afterTies;
  private long total;

  /// An entry that may be on the page.
  ///
  /// @param values one a key
  /// @param source number of what was given to [SortedPage#take]
  /// @param document number within that
  public record Found(
      List<@Nullable Object> values, long nanos, long sequence, int source, int document) {

    /// A query with it as `after` goes on behind this entry.
    public String cursor() {
      return new SortCursor(values, nanos, sequence).text();
    }
  }

  public SortedPage(LogQuery query) {
    this.keys = query.sorting().keys();
    this.deadline = query.deadline();
    this.newestFirst = query.order() == LogQuery.Order.NEWEST_FIRST;
    this.most = query.offset() + query.limit();
    this.byValues = SortValues.by(keys);
    Comparator<Found> oldest =
        Comparator.comparingLong(Found::nanos).thenComparingLong(Found::sequence);
    this.firstFirst =
        Comparator.comparing(Found::values, byValues)
            .thenComparing(newestFirst ? oldest.reversed() : oldest);
    this.kept = new PriorityQueue<>(firstFirst.reversed());
    String cursor = query.after();
    List<@Nullable Object> values = query.sorting().after();
    this.afterTies = cursor == null;
    if (cursor != null) {
      SortCursor place = SortCursor.parse(cursor, keys.size());
      this.after = new Found(place.values(), place.nanos(), place.sequence(), 0, 0);
    } else {
      this.after = values.isEmpty() ? null : new Found(values, 0, 0, 0, 0);
    }
  }

  /// Looks at what passes of one reader.
  ///
  /// @param source told again with what is kept
  public void take(IndexSearcher searcher, Query query, int source) throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer != null) {
        new Walk(leaf, source).over(scorer.iterator());
      }
    }
  }

  /// Entries that passed; exact.
  public long total() {
    return total;
  }

  /// The page with what comes before it.
  public List<Found> found() {
    List<Found> all = new ArrayList<>(kept);
    all.sort(firstFirst);
    return all;
  }

  /// One segment.
  private final class Walk {
    private final LeafReaderContext leaf;
    private final int source;
    private final List<SortKey> values = new ArrayList<>();
    private final NumericDocValues times;
    private final NumericDocValues sequences;

    Walk(LeafReaderContext leaf, int source) throws IOException {
      this.leaf = leaf;
      this.source = source;
      this.times = DocValues.getNumeric(leaf.reader(), Terms.TIME);
      this.sequences = DocValues.getNumeric(leaf.reader(), Terms.SEQUENCE);
      for (LogSort key : keys) {
        values.add(SortKey.of(key, leaf));
      }
    }

    void over(DocIdSetIterator matches) throws IOException {
      Bits live = leaf.reader().getLiveDocs();
      int seen = 0;
      for (int document = matches.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = matches.nextDoc()) {
        if (live != null && !live.get(document)) {
          continue;
        }
        if (++seen % CHECK_EVERY == 0) {
          deadline.check();
        }
        consider(document);
      }
      total += seen;
    }

    private void consider(int document) throws IOException {
      for (SortKey value : values) {
        value.load(document);
      }
      Found last = kept.size() < most ? null : kept.peek();
      if (most == 0 || (last != null && order(document, last) > 0)) {
        return;
      }
      if (after != null && !isBehind(document, after)) {
        return;
      }
      List<@Nullable Object> own = new ArrayList<>(values.size());
      for (SortKey value : values) {
        own.add(value.value());
      }
      kept.add(
          new Found(
              own,
              number(times, document),
              number(sequences, document),
              source,
              leaf.docBase + document));
      if (kept.size() > most) {
        kept.poll();
      }
    }

    private boolean isBehind(int document, Found place) throws IOException {
      int order = byValues(place);
      return order > 0 || (order == 0 && !afterTies && byTime(document, place) > 0);
    }

    private int order(int document, Found other) throws IOException {
      int order = byValues(other);
      return order != 0 ? order : byTime(document, other);
    }

    private int byValues(Found other) throws IOException {
      for (int i = 0; i < values.size(); i++) {
        int order = values.get(i).compareTo(other.values().get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }

    private int byTime(int document, Found other) throws IOException {
      int order = Long.compare(number(times, document), other.nanos());
      if (order == 0) {
        order = Long.compare(number(sequences, document), other.sequence());
      }
      return newestFirst ? -order : order;
    }

    private static long number(NumericDocValues column, int document) throws IOException {
      return column.advanceExact(document) ? column.longValue() : 0;
    }
  }
}
