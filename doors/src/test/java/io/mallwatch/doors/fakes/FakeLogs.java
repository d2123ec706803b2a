package io.mallwatch.doors.fakes;

import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogCapabilities;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.LogSort;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.lucene.LuceneLogConfig;
import io.mallwatch.logs.lucene.LuceneLogStore;
import io.mallwatch.logs.query.FilterMatch;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.FakeClock;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A log store in memory that looks at every entry.
public final class FakeLogs implements LogStore {

  /// What was told last.
  public volatile Map<String, Duration> kept = Map.of();

  /// Whether nothing more is taken.
  public volatile boolean full;

  public final List<LogQuery> asked = new CopyOnWriteArrayList<>();
  private final List<LogHit> hits = new CopyOnWriteArrayList<>();
  private final List<FakeSnapshot> snapshots = new CopyOnWriteArrayList<>();
  private final List<FakeTail> tails = new CopyOnWriteArrayList<>();

  /// What was appended, in order.
  public List<LogEntry> entries() {
    return hits.stream().map(LogHit::entry).toList();
  }

  private final class FakeTail implements Tail {
    private final Predicate<LogEntry> filter;
    private final Consumer<LogHit> listener;

    FakeTail(LogFilter filter, Consumer<LogHit> listener) {
      this.filter = FilterMatch.of(filter);
      this.listener = listener;
    }

    @Override
    public long dropped() {
      return 0;
    }

    @Override
    public void close() {
      tails.remove(this);
    }
  }

  @Override
  public void refresh() {}

  @Override
  public List<Appended> append(LogBatch batch) {
    if (full) {
      throw new StoreOverloadedException("full");
    }
    List<Appended> ids = new ArrayList<>();
    for (int i = 0; i < batch.entries().size(); i++) {
      LogEntry entry = batch.entries().get(i);
      String own = batch.id(i);
      String id = own == null ? "id-" + hits.size() : own;
      if (own != null && find(batch.index(), own).isPresent()) {
        ids.add(new Appended(own, false));
        continue;
      }
      LogHit hit = new LogHit(id, batch.index(), entry, Integer.toString(hits.size()));
      hits.add(hit);
      ids.add(new Appended(id, true));
      tails.stream()
          .filter(tail -> tail.filter.test(entry))
          .forEach(tail -> tail.listener.accept(hit));
    }
    return ids;
  }

  private List<LogHit> matching(String pattern, TimeRange range, LogFilter filter) {
    Predicate<LogEntry> passes = FilterMatch.of(filter);
    Predicate<String> named = named(pattern);
    return hits.stream()
        .filter(hit -> named.test(hit.index()))
        .filter(hit -> range.contains(hit.entry().timestamp()) && passes.test(hit.entry()))
        .toList();
  }

  @Override
  public LogSearchResult search(LogQuery query) {
    asked.add(query);
    Comparator<LogHit> order =
        Comparator.comparing((LogHit hit) -> hit.entry().timestamp())
            .thenComparingInt(hit -> Integer.parseInt(hit.cursor()));
    if (query.order() == LogQuery.Order.NEWEST_FIRST) {
      order = order.reversed();
    }
    for (LogSort key : query.sorting().keys().reversed()) {
      order = by(key).thenComparing(order);
    }
    List<LogHit> all =
        new ArrayList<>(matching(query.indexPattern(), query.range(), query.filter()));
    all.sort(order);
    int total = all.size();
    if (query.after() != null) {
      LogHit last = hits.get(Integer.parseInt(query.after()));
      Comparator<LogHit> sorted = order;
      all.removeIf(hit -> sorted.compare(hit, last) <= 0);
    }
    List<LogHit> page = all.stream().skip(query.offset()).limit(query.limit()).toList();
    return new LogSearchResult(
        page, Math.min(total, query.countUpTo()), total <= query.countUpTo());
  }

  /// By a number, or else by text; entries without the field last.
  private static Comparator<LogHit> by(LogSort key) {
    Comparator<LogHit> lacking =
        Comparator.comparing(hit -> LogFields.values(hit.entry(), key.field()).isEmpty());
    Comparator<LogHit> values =
        Comparator.comparingDouble((LogHit hit) ->
                LogFields.numbers(hit.entry(), key.field()).stream().findFirst().orElse(0.0))
            .thenComparing(hit -> String.join(",", LogFields.values(hit.entry(), key.field())));
    return lacking.thenComparing(key.descending() ? values.reversed() : values);
  }

  /// By the real store, which is filled for it.
  @Override
  public LogAggregation.Result aggregate(LogAggregation wanted) {
    LuceneLogConfig config =
        LuceneLogConfig.defaults()
            .withFreshness(new LuceneLogConfig.Freshness(Duration.ZERO, Duration.ofSeconds(60)))
            .withRetention(new LuceneLogConfig.Retention(Duration.ofDays(100_000), 1L << 40));
    try {
      Path folder = Files.createTempDirectory("mallwatch-fake-logs");
      try (LogStore store = LuceneLogStore.open(config, folder, FakeClock.mondayMorning())) {
        for (LogHit hit : hits) {
          store.append(new LogBatch(hit.index(), List.of(hit.entry())));
        }
        return store.aggregate(wanted);
      } finally {
        try (Stream<Path> files = Files.walk(folder)) {
          files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<LogHit> find(String indexPattern, String id) {
    Predicate<String> named = named(indexPattern);
    return hits.stream().filter(hit -> hit.id().equals(id) && named.test(hit.index())).findFirst();
  }

  private static Predicate<String> named(String pattern) {
    return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q")).asMatchPredicate();
  }

  @Override
  public void keep(Map<String, Duration> ages) {
    kept = Map.copyOf(ages);
  }

  @Override
  public List<String> drop(String indexPattern) {
    Predicate<String> named = named(indexPattern);
    List<String> names = indices().stream().map(IndexInfo::name).filter(named).toList();
    hits.removeIf(hit -> names.contains(hit.index()));
    return names;
  }

  @Override
  public Snapshot snapshot(Duration keepAlive) {
    FakeSnapshot snapshot = new FakeSnapshot("snapshot" + snapshots.size(), this);
    snapshots.add(snapshot);
    return snapshot;
  }

  @Override
  public Optional<Snapshot> held(String snapshotId) {
    return snapshots.stream()
        .filter(one -> one.id().equals(snapshotId) && !one.ended)
        .<Snapshot>map(one -> one)
        .findFirst();
  }

  /// Looks at the hits there were when it was made.
  private static final class FakeSnapshot implements Snapshot {
    private final String id;
    private final FakeLogs then = new FakeLogs();
    private volatile boolean ended;

    FakeSnapshot(String id, FakeLogs now) {
      this.id = id;
      then.hits.addAll(now.hits);
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public LogSearchResult search(LogQuery query) {
      return then.search(query);
    }

    @Override
    public LogAggregation.Result aggregate(LogAggregation aggregation) {
      return then.aggregate(aggregation);
    }

    @Override
    public void keep(Duration keepAlive) {}

    @Override
    public void close() {
      ended = true;
    }
  }

  @Override
  public List<IndexInfo> indices() {
    Map<String, Long> counts = new TreeMap<>();
    hits.forEach(hit -> counts.merge(hit.index(), 1L, Long::sum));
    return counts.entrySet().stream()
        .map(count -> new IndexInfo(count.getKey(), count.getValue(), count.getValue() * 100))
        .toList();
  }

  @Override
  public Tail tail(LogFilter filter, Consumer<LogHit> listener) {
    FakeTail tail = new FakeTail(filter, listener);
    tails.add(tail);
    return tail;
  }

  public int openTails() {
    return tails.size();
  }

  @Override
  public LogCapabilities capabilities() {
    return new LogCapabilities(true, true, true, LogQuery.MAX_WINDOW, true, 10);
  }

  @Override
  public void close() {}
}
