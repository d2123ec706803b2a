package io.mallwatch.logs.lucene;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.lucene.document.FilterQueries;
import io.mallwatch.logs.lucene.document.IndexPattern;
import io.mallwatch.logs.lucene.document.RecentEntries;
import io.mallwatch.logs.lucene.document.Sources;
import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.logs.lucene.sort.SortedPage;
import io.mallwatch.logs.lucene.sort.TimePage;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Finds entries, day by day in the query's direction, and stops as soon as the page is full and
/// enough is counted.
final class Searches {

  private static final TimeRange ALWAYS = new TimeRange(Instant.MIN, Instant.MAX);

  private static final long RECENT_BYTES = 4L << 20;

  private final Days days;
  private final Duration refreshInterval;
  private final RecentEntries recent = new RecentEntries(RECENT_BYTES);

  Searches(Days days, Duration refreshInterval) {
    this.days = days;
    this.refreshInterval = refreshInterval;
  }

  LogSearchResult search(LogQuery query) throws IOException {
    return query.sorting().keys().isEmpty() || query.limit() == 0 ? byTime(query) : byKeys(query);
  }

  private LogSearchResult byTime(LogQuery query) throws IOException {
    Page page = new Page(query);
    boolean newestFirst = query.order() == LogQuery.Order.NEWEST_FIRST;
    for (Day partition : days.covering(query.range(), newestFirst)) {
      if (page.isDone()) {
        break;
      }
      query.deadline().check();
      try (Partition.Lease lease = partition.lease(refreshInterval)) {
        if (lease != null) {
          page.take(lease.reader(), partition.day());
        }
      } catch (IOException | RuntimeException e) {
        if (UnreadablePartition.isDamage(e)) {
          throw new UnreadablePartition(partition.partition(), e);
        }
        throw e;
      }
    }
    return page.result();
  }

  /// Every day has to be looked at, and stays open until the hits are known.
  private LogSearchResult byKeys(LogQuery query) throws IOException {
    SortedPage page = new SortedPage(query);
    List<Partition.Lease> leases = new ArrayList<>();
    try {
      for (Day partition : days.covering(query.range(), true)) {
        query.deadline().check();
        Partition.Lease lease = partition.lease(refreshInterval);
        if (lease != null) {
          leases.add(lease);
          take(page, query, partition, leases.size() - 1, lease.reader());
        }
      }
      List<SortedPage.Found> found = page.found();
      return new LogSearchResult(
          hits(found.subList(Math.min(query.offset(), found.size()), found.size()), leases),
          Math.min(page.total(), query.countUpTo()),
          page.total() <= query.countUpTo());
    } finally {
      for (Partition.Lease lease : leases) {
        lease.close();
      }
    }
  }

  private static void take(
      SortedPage page, LogQuery query, Day day, int source, DirectoryReader reader)
      throws IOException {
    IndexSearcher searcher = searcher(reader, query.deadline());
    try {
      page.take(
          searcher,
          query(reader, day.day(), query.indexPattern(), query.range(), query.filter()),
          source);
    } catch (IndexSearcher.TooManyClauses e) {
      throw new BadQueryException("the query has too many terms");
    } catch (IOException | RuntimeException e) {
      if (UnreadablePartition.isDamage(e)) {
        throw new UnreadablePartition(day.partition(), e);
      }
      throw e;
    }
    checkTime(searcher, query.deadline());
  }

  private List<LogHit> hits(List<SortedPage.Found> found, List<Partition.Lease> leases)
      throws IOException {
    List<LogHit> hits = new ArrayList<>(Collections.nCopies(found.size(), null));
    for (int source = 0; source < leases.size(); source++) {
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        if (found.get(i).source() == source) {
          places.add(i);
        }
      }
      ScoreDoc[] docs =
          places.stream()
              .map(place -> new ScoreDoc(found.get(place).document(), 0))
              .toArray(ScoreDoc[]::new);
      List<LogHit> read = hits(leases.get(source).reader(), docs);
      for (int i = 0; i < docs.length; i++) {
        LogHit hit = read.get(i);
        SortedPage.Found one = found.get(places.get(i));
        hits.set(
            places.get(i),
            new LogHit(hit.id(), hit.index(), hit.entry(), one.cursor(), one.values()));
      }
    }
    return hits;
  }

  /// The entry with this id: one that the store made, or one that its sender did.
  Optional<LogHit> find(String indexPattern, String id) throws IOException {
    IndexPattern pattern = new IndexPattern(indexPattern);
    Optional<EntryId> made = EntryId.parse(id);
    for (Day day : days.covering(ALWAYS, true)) {
      try (Partition.Lease lease = day.lease(refreshInterval)) {
        if (lease == null) {
          continue;
        }
        BooleanQuery.Builder either = new BooleanQuery.Builder();
        if (made.isPresent() && made.get().day() == day.day()) {
          either.add(
              NumericDocValuesField.newSlowExactQuery(Terms.SEQUENCE, made.get().sequence()),
              Occur.SHOULD);
        }
        List<BytesRef> own = new ArrayList<>();
        for (String index : pattern.names(lease.reader())) {
          own.add(Terms.id(index, id));
        }
        either.add(new TermInSetQuery(Terms.ID, own), Occur.SHOULD);
        TopDocs found = new IndexSearcher(lease.reader()).search(either.build(), 2);
        for (LogHit hit : hits(lease.reader(), found.scoreDocs)) {
          if (hit.id().equals(id) && pattern.matches(hit.index())) {
            return Optional.of(hit);
          }
        }
      }
    }
    return Optional.empty();
  }

  /// A searcher that gives up at the deadline; ask [#checkTime(IndexSearcher, Deadline)] after.
  static IndexSearcher searcher(DirectoryReader reader, Deadline deadline) {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setTimeout(() -> deadline.hasPassed() || Thread.currentThread().isInterrupted());
    return searcher;
  }

  static void checkTime(IndexSearcher searcher, Deadline deadline) {
    if (searcher.timedOut()) {
      deadline.check();
      throw new DeadlineExceededException("the search was stopped");
    }
  }

  /// Everything that a query asks of the entries of one day.
  static Query query(
      DirectoryReader reader, long day, String indexPattern, TimeRange range, LogFilter filter)
      throws IOException {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(new FilterQueries(reader).of(filter), Occur.FILTER);
    Query indices = new IndexPattern(indexPattern).query(reader);
    if (!(indices instanceof MatchAllDocsQuery)) {
      all.add(indices, Occur.FILTER);
    }
    long from = Terms.nanos(range.from());
    long to = Terms.nanos(range.to());
    if (from > Terms.nanos(Partitions.startOf(day))
        || to < Terms.nanos(Partitions.startOf(day + 1))) {
      all.add(NumericDocValuesField.newSlowRangeQuery(Terms.TIME, from, to - 1), Occur.FILTER);
    }
    return all.build();
  }

  /// Reads the entries at these places, in their order.
  private List<LogHit> hits(DirectoryReader reader, ScoreDoc[] docs) throws IOException {
    Integer[] byDocument = new Integer[docs.length];
    Arrays.setAll(byDocument, i -> i);
    Arrays.sort(byDocument, Comparator.comparingInt(i -> docs[i].doc));
    List<LogHit> hits = new ArrayList<>(Collections.nCopies(docs.length, null));
    List<LeafReaderContext> leaves = reader.leaves();
    int at = -1;
    Segment segment = null;
    for (int i : byDocument) {
      int leaf = ReaderUtil.subIndex(docs[i].doc, leaves);
      if (leaf != at || segment == null) {
        segment = new Segment(leaves.get(leaf), recent);
        at = leaf;
      }
      hits.set(i, segment.hit(docs[i].doc));
    }
    return hits;
  }

  /// Reads entries of a segment; opened with the first of them.
  static io.mallwatch.logs.lucene.aggregate.Segment.HitReader hitReader(LeafReaderContext leaf) {
    @Nullable Segment[] opened = new Segment[1];
    return document -> {
      Segment segment = opened[0];
      if (segment == null) {
        segment = new Segment(leaf, null);
        opened[0] = segment;
      }
      return segment.hit(leaf.docBase + document);
    };
  }

  /// Reads the entries of one segment with their numbers and index names.
  private static final class Segment {
    private final int base;
    private final Sources sources;
    private final @Nullable NumericDocValues sequences;
    private final @Nullable SortedSetDocValues indices;

    Segment(LeafReaderContext leaf, @Nullable RecentEntries recent) throws IOException {
      this.base = leaf.docBase;
      this.sources = new Sources(leaf, recent);
      this.sequences = leaf.reader().getNumericDocValues(Terms.SEQUENCE);
      this.indices = leaf.reader().getSortedSetDocValues(Terms.INDEX);
    }

    LogHit hit(int document) throws IOException {
      int local = document - base;
      LogEntry entry = sources.entry(local);
      if (sequences == null
          || indices == null
          || !sequences.advanceExact(local)
          || !indices.advanceExact(local)) {
        throw new org.apache.lucene.index.CorruptIndexException("entry without number", "index");
      }
      String index = indices.lookupOrd(indices.nextOrd()).utf8ToString();
      return hitOf(index, entry, sequences.longValue(), sources.ownId());
    }
  }

  /// @param ownId what the sender called it, or null
  static LogHit hitOf(String index, LogEntry entry, long sequence, @Nullable String ownId) {
    long nanos = Terms.nanos(entry);
    return new LogHit(
        ownId == null ? EntryId.of(nanos, sequence).text() : ownId,
        index,
        entry,
        new EntryId.Cursor(nanos, sequence).text());
  }

  /// Collects one page and the count.
  private final class Page {
    private final LogQuery query;
    private final TimePage.@Nullable Place after;
    private final List<LogHit> hits = new ArrayList<>();
    private int toSkip;
    private long total;
    private boolean exact = true;

    Page(LogQuery query) {
      this.query = query;
      this.toSkip = query.offset();
      String text = query.after();
      EntryId.Cursor cursor = text == null ? null : EntryId.Cursor.parse(text);
      this.after = cursor == null ? null : new TimePage.Place(cursor.nanos(), cursor.sequence(), 0);
    }

    boolean isDone() {
      return wanted() == 0 && (!exact || query.countUpTo() == 0);
    }

    private int wanted() {
      return toSkip + query.limit() - hits.size();
    }

    void take(DirectoryReader reader, long day) throws IOException {
      IndexSearcher searcher = searcher(reader, query.deadline());
      Query wantedEntries = query(reader, day, query.indexPattern(), query.range(), query.filter());
      try {
        if (wanted() == 0) {
          count(searcher, wantedEntries);
        } else {
          collect(searcher, wantedEntries, reader);
        }
      } catch (IndexSearcher.TooManyClauses e) {
        throw new BadQueryException("the query has too many terms");
      }
      checkTime(searcher, query.deadline());
      if (total > query.countUpTo()) {
        exact = false;
      }
    }

    private void count(IndexSearcher searcher, Query wantedEntries) throws IOException {
      total += BoundedCount.of(searcher, wantedEntries, Math.max(0, query.countUpTo() - total) + 1);
    }

    private void collect(IndexSearcher searcher, Query wantedEntries, DirectoryReader reader)
        throws IOException {
      TimePage page =
          new TimePage(
              query.order() == LogQuery.Order.NEWEST_FIRST, wanted(), after, query.deadline());
      page.take(searcher, wantedEntries);
      if (page.total() >= 0) {
        total += page.total();
      } else {
        count(searcher, wantedEntries);
      }
      ScoreDoc[] docs =
          page.found().stream()
              .map(place -> new ScoreDoc(place.document(), 0))
              .toArray(ScoreDoc[]::new);
      int skip = Math.min(toSkip, docs.length);
      toSkip -= skip;
      hits.addAll(hits(reader, Arrays.copyOfRange(docs, skip, docs.length)));
    }

    LogSearchResult result() {
      return new LogSearchResult(hits, exact ? total : Math.min(total, query.countUpTo()), exact);
    }
  }
}
