package io.mallwatch.logs.lucene.sort;

import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.model.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// The first entries of one day by time. Entries lie nearly in the order of their time, so a
/// segment is looked at from the end where the first ones are, in stretches that grow, until no
/// other stretch can have one: the index knows the earliest and latest time of every few thousand
/// entries. Not thread-safe.
public final class TimePage {

  private static final int CHECK_EVERY = 4_096;
  private static final int FIRST_STRETCH = 8_192;
  private static final int STRETCHES = 2;

  private final boolean newestFirst;
  private final @Nullable Place after;
  private final Deadline deadline;
  private final TopPlaces kept;
  private boolean complete = true;
  private long seen;

  /// Where an entry stands.
  ///
  /// @param document number in the reader
  public record Place(long nanos, long sequence, int document) {}

  /// @param most how many are wanted, at least one
  /// @param after only what lies behind it, or null
  public TimePage(boolean newestFirst, int most, @Nullable Place after, Deadline deadline) {
    this.newestFirst = newestFirst;
    this.after = after;
    this.deadline = deadline;
    this.kept = new TopPlaces(newestFirst, most);
  }

  /// Looks at what passes.
  public void take(IndexSearcher searcher, Query query) throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    List<Segment> segments = new ArrayList<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      segments.add(new Segment(leaf, weight));
    }
    segments.sort((a, b) -> order(a.best(), b.best()));
    for (Segment segment : segments) {
      if (kept.cannotHelp(segment.best())) {
        complete = false;
        return;
      }
      segment.walk();
    }
  }

  /// How many passed, or -1 when not all were looked at.
  public long total() {
    return complete ? seen : -1;
  }

  /// The first ones, in order.
  public List<Place> found() {
    return kept.sorted();
  }

  /// Less than 0 when `a` comes before `b`.
  private int order(long a, long b) {
    return newestFirst ? Long.compare(b, a) : Long.compare(a, b);
  }

  private final class Segment {
    private final LeafReaderContext leaf;
    private final Weight weight;
    private final @Nullable DocValuesSkipper skipper;

    // By stretch of the index: its first entry, and its earliest and latest time.
    private int[] starts = new int[0];
    private long[] firstTimes = new long[0];
    private long[] lastTimes = new long[0];

    Segment(LeafReaderContext leaf, Weight weight) throws IOException {
      this.leaf = leaf;
      this.weight = weight;
      this.skipper = leaf.reader().getDocValuesSkipper(Terms.TIME);
    }

    /// The time that comes first.
    long best() {
      if (skipper == null) {
        return newestFirst ? Long.MAX_VALUE : Long.MIN_VALUE;
      }
      return newestFirst ? skipper.maxValue() : skipper.minValue();
    }

    void walk() throws IOException {
      ScorerSupplier supplier = weight.scorerSupplier(leaf);
      if (supplier == null) {
        return;
      }
      int end = leaf.reader().maxDoc();
      if (skipper == null || supplier.cost() <= FIRST_STRETCH || end <= 2 * FIRST_STRETCH) {
        look(supplier.get(Long.MAX_VALUE), 0, end);
        return;
      }
      readStretches(skipper);
      if (newestFirst) {
        backward(end);
      } else {
        forward(end);
      }
    }

    private void readStretches(DocValuesSkipper all) throws IOException {
      int count = 0;
      for (all.advance(0);
          all.minDocID(0) != DocIdSetIterator.NO_MORE_DOCS;
          all.advance(all.maxDocID(0) + 1)) {
        if (count == starts.length) {
          int size = Math.max(64, 2 * count);
          starts = java.util.Arrays.copyOf(starts, size);
          firstTimes = java.util.Arrays.copyOf(firstTimes, size);
          lastTimes = java.util.Arrays.copyOf(lastTimes, size);
        }
        starts[count] = all.minDocID(0);
        firstTimes[count] = all.minValue(0);
        lastTimes[count++] = all.maxValue(0);
      }
      starts = java.util.Arrays.copyOf(starts, count);
    }

    private void backward(int end) throws IOException {
      int high = starts.length;
      while (high > 0 && after != null && firstTimes[high - 1] > after.nanos()) {
        high--; // all of it comes before the place to go on from
        complete = false;
      }
      int to = high == starts.length ? end : high == 0 ? 0 : starts[high];
      int stretch = FIRST_STRETCH;
      for (int turn = 1; to > 0; turn++) {
        if (kept.cannotHelp(latestBefore(to))) {
          complete = false;
          return;
        }
        int from = turn > STRETCHES && !kept.isFull() ? 0 : Math.max(0, to - stretch);
        look(weight.scorer(leaf), from, to);
        to = from;
        stretch *= 4;
      }
    }

    private long latestBefore(int document) {
      long latest = Long.MIN_VALUE;
      for (int i = 0; i < starts.length && starts[i] < document; i++) {
        latest = Math.max(latest, lastTimes[i]);
      }
      return latest;
    }

    private void forward(int end) throws IOException {
      int low = 0;
      while (low < starts.length && after != null && lastTimes[low] < after.nanos()) {
        low++;
        complete = false;
      }
      int from = low == starts.length ? end : low == 0 ? 0 : starts[low];
      int stretch = FIRST_STRETCH;
      for (int turn = 1; from < end; turn++) {
        if (kept.cannotHelp(earliestFrom(from))) {
          complete = false;
          return;
        }
        int to = turn > STRETCHES && !kept.isFull() ? end : Math.min(end, from + stretch);
        look(weight.scorer(leaf), from, to);
        from = to;
        stretch *= 4;
      }
    }

    private long earliestFrom(int document) {
      long earliest = Long.MAX_VALUE;
      for (int i = starts.length - 1; i >= 0; i--) {
        earliest = Math.min(earliest, firstTimes[i]);
        if (starts[i] <= document) {
          break;
        }
      }
      return earliest;
    }

    private void look(@Nullable Scorer scorer, int from, int to) throws IOException {
      if (scorer == null) {
        return;
      }
      NumericDocValues times = DocValues.getNumeric(leaf.reader(), Terms.TIME);
      NumericDocValues sequences = DocValues.getNumeric(leaf.reader(), Terms.SEQUENCE);
      Bits live = leaf.reader().getLiveDocs();
      DocIdSetIterator matches = scorer.iterator();
      int checked = 0;
      for (int document = matches.advance(from); document < to; document = matches.nextDoc()) {
        if (++checked % CHECK_EVERY == 0) {
          deadline.check();
        }
        if (live != null && !live.get(document)) {
          continue;
        }
        seen++;
        long nanos = times.advanceExact(document) ? times.longValue() : 0;
        keep(nanos, sequences.advanceExact(document) ? sequences.longValue() : 0, document);
      }
    }

    private void keep(long nanos, long sequence, int document) {
      Place mark = after;
      if (mark != null) {
        int order =
            nanos != mark.nanos() ? order(nanos, mark.nanos()) : order(sequence, mark.sequence());
        if (order <= 0) {
          return;
        }
      }
      kept.offer(nanos, sequence, leaf.docBase + document);
    }
  }
}
