package io.mallwatch.logs.lucene;

import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogCapabilities;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.lucene.document.EntryCodec;
import io.mallwatch.logs.lucene.document.IndexPattern;
import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.wal.WalFile;
import io.mallwatch.model.wal.WalFrame;
import io.mallwatch.model.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded [LogStore]: a write-ahead log, and one Lucene index per UTC day.
///
/// Of entries with the same timestamp the one that arrived later counts as newer, so the two orders
/// of [LogQuery] are each other's mirror and a cursor of one can be used with the other.
///
/// A day that is damaged is moved to `quarantine/` and reported, at the start ([#recovery()]) or by
/// the search that finds it ([CorruptDataException]); the others go on.
public final class LuceneLogStore implements LogStore {

  private static final Logger logger = LoggerFactory.getLogger(LuceneLogStore.class);

  private static final long WAL_FILE_BYTES = 16L << 20;
  private static final int MAX_INDEX_NAME = 255;
  private static final Duration REFRESH_LIMIT = Duration.ofSeconds(30);
  private static final int MAX_SNAPSHOTS = 500;

  private final LuceneLogConfig config;
  private final FileChannel lock;
  private final Partitions partitions;
  private final WriteAheadLog wal;
  private final Indexer indexer;
  private final Searches searches;
  private final Aggregations aggregations;
  private final Tails tails;
  private final OwnIds ownIds;
  private final Snapshots snapshots;
  private final StoreCounters counters;
  private final LongSupplier freeBytes;
  private final LogRecovery recovery;
  private final LongAdder appended = new LongAdder();
  private volatile boolean closed;

  private LuceneLogStore(
      LuceneLogConfig config, Path folder, InstantSource clock, Outside outside, FileChannel lock)
      throws IOException {
    this.config = config;
    this.lock = lock;
    this.freeBytes = outside.freeBytes;
    this.counters = new StoreCounters();
    this.partitions = Partitions.open(folder, config.limits(), outside.directories);
    LuceneLogConfig.Durability durability = config.durability();
    List<WalFrame> left = new ArrayList<>();
    WriteAheadLog.Opened opened =
        WriteAheadLog.open(
            folder.resolve("wal"),
            new WriteAheadLog.Options(
                durability.sync() == LuceneLogConfig.Sync.REQUEST,
                durability.interval(),
                Math.min(WAL_FILE_BYTES, durability.checkpointBytes()),
                outside.walFiles),
            partitions.lastApplied() + 1,
            outside.threads,
            left::add);
    this.wal = opened.log();
    this.recovery = LogRecovery.of(opened.found(), left, partitions.quarantined());
    this.indexer = new Indexer(config, partitions, wal, clock, counters, outside.threads);
    Duration refresh = config.freshness().refreshInterval();
    this.searches = new Searches(partitions, refresh);
    this.aggregations = new Aggregations(partitions, refresh);
    this.tails = new Tails(config.limits().tails(), outside.threads, counters);
    this.ownIds = new OwnIds(partitions, indexer::lastIndexed);
    this.snapshots = new Snapshots(MAX_SNAPSHOTS, clock, counters);
    for (WalFrame frame : left) {
      rememberIds(frame);
      indexer.replay(frame);
    }
    indexer.every(snapshots::expire);
    indexer.start();
  }

  private void rememberIds(WalFrame frame) {
    try {
      EntryCodec.WrittenIds ids = EntryCodec.decodeIds(frame.payload());
      ownIds.found(ids.index(), ids.ids(), frame.firstSequence());
    } catch (CorruptDataException e) {
      logger.warn("event=batch_unreadable first={}", frame.firstSequence());
    }
  }

  /// Opens the store in `folder`, which it makes when it is missing. Entries that only the
  /// write-ahead log has are indexed in the background.
  ///
  /// @throws StoreUnavailableException when another process has it open or it cannot be written
  public static LuceneLogStore open(LuceneLogConfig config, Path folder, InstantSource clock) {
    ThreadFactory threads = Thread.ofPlatform().daemon().factory();
    return open(
        config,
        folder,
        clock,
        new Outside(
            WalFile.onDisk(), FSDirectory::open, () -> folder.toFile().getUsableSpace(), threads));
  }

  static LuceneLogStore open(
      LuceneLogConfig config, Path folder, InstantSource clock, Outside outside) {
    try {
      Files.createDirectories(folder);
      FileChannel lock =
          FileChannel.open(
              folder.resolve("store.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (lock.tryLock() == null) {
          throw new StoreUnavailableException(
              "the log store in %s is open in another process".formatted(folder));
        }
        LuceneLogStore store = new LuceneLogStore(config, folder, clock, outside, lock);
        logger.info("event=log_store_open folder={} recovery={}", folder, store.recovery);
        return store;
      } catch (OverlappingFileLockException e) {
        lock.close();
        throw new StoreUnavailableException(
            "the log store in %s is open already".formatted(folder), e);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "the log store in %s cannot be opened: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /// What the store touches outside itself; tests put their own there.
  ///
  /// @param freeBytes room left on the disk
  record Outside(
      WalFile.Opener walFiles,
      Partition.DirectoryOpener directories,
      LongSupplier freeBytes,
      ThreadFactory threads) {}

  /// What the start found.
  public LogRecovery recovery() {
    return recovery;
  }

  @Override
  public List<Appended> append(LogBatch batch) {
    if (batch.entries().isEmpty()) {
      return List.of();
    }
    checkIndexName(batch.index());
    checkWritable();
    if (batch.ids().isEmpty()) {
      return outcomes(batch, null, write(batch));
    }
    boolean[] free = ownIds.claim(batch);
    long first = 0;
    try {
      LogBatch fresh = only(batch, free);
      first = fresh.entries().isEmpty() ? 0 : write(fresh);
    } finally {
      ownIds.settle(batch, free, first);
    }
    return outcomes(batch, free, first);
  }

  private static LogBatch only(LogBatch batch, boolean[] free) {
    List<LogEntry> entries = new ArrayList<>();
    List<@Nullable String> ids = new ArrayList<>();
    for (int i = 0; i < free.length; i++) {
      if (free[i]) {
        entries.add(batch.entries().get(i));
        ids.add(batch.id(i));
      }
    }
    return entries.size() == free.length ? batch : new LogBatch(batch.index(), entries, ids);
  }

  private List<Appended> outcomes(LogBatch batch, boolean @Nullable [] free, long first) {
    List<Appended> outcomes = new ArrayList<>(batch.entries().size());
    long sequence = first;
    for (int i = 0; i < batch.entries().size(); i++) {
      String own = batch.id(i);
      boolean stored = free == null || free[i];
      String id =
          own == null ? EntryId.of(Terms.nanos(batch.entries().get(i)), sequence).text() : own;
      outcomes.add(new Appended(id, stored));
      if (stored) {
        sequence++;
      } else {
        counters.of("append_id_exists").increment();
      }
    }
    return outcomes;
  }

  /// Writes entries to the log, hands them on to be indexed and returns the number of the first.
  private long write(LogBatch batch) {
    int count = batch.entries().size();
    byte[] payload = EntryCodec.encodeBatch(batch);
    if (payload.length > WalFrame.MAX_PAYLOAD) {
      throw new BadQueryException(
          "a batch of %d bytes is too large, at most %d"
              .formatted(payload.length, WalFrame.MAX_PAYLOAD));
    }
    int permits = indexer.reserve(payload.length);
    if (permits == 0) {
      counters.of("append_refused_overload").add(count);
      throw new StoreOverloadedException("too many log entries wait to be indexed; retry later");
    }
    try {
      long first =
          wal.append(
              payload,
              count,
              at -> {
                tails.offer(at, batch);
                indexer.index(at, count, payload, permits);
              });
      appended.add(count);
      return first;
    } catch (StoreUnavailableException e) {
      indexer.giveBack(permits);
      counters.of("append_refused_unavailable").add(count);
      throw e;
    }
  }

  @Override
  public List<String> drop(String indexPattern) {
    checkWritable();
    IndexPattern pattern = new IndexPattern(indexPattern);
    List<String> names = indices().stream().map(IndexInfo::name).filter(pattern::matches).toList();
    if (names.isEmpty()) {
      return names;
    }
    Set<String> dropped = Set.copyOf(names);
    long at =
        wal.append(
            EntryCodec.encodeDrop(new TreeSet<>(names)),
            1,
            sequence -> indexer.drop(sequence, dropped));
    ownIds.forget(dropped, at);
    indexer.await(Duration.ofMinutes(1), Deadline.NEVER);
    counters.of("indices_dropped").add(names.size());
    logger.info("event=indices_dropped names={}", names);
    return names;
  }

  @Override
  public void keep(Map<String, Duration> ages) {
    List<LuceneLogConfig.KeepRule> rules = new ArrayList<>();
    ages.forEach((index, age) -> rules.add(new LuceneLogConfig.KeepRule(index, Set.of(), age)));
    indexer.keep(rules);
  }

  @Override
  public Snapshot snapshot(Duration keepAlive) {
    return reading(
        Deadline.NEVER,
        () -> snapshots.hold(partitions.all(), config.freshness().refreshInterval(), keepAlive));
  }

  @Override
  public Optional<Snapshot> held(String snapshotId) {
    return snapshots.find(snapshotId);
  }

  private static void checkIndexName(String index) {
    if (index.isBlank() || index.length() > MAX_INDEX_NAME) {
      throw new BadQueryException("an index name has 1 to %d characters".formatted(MAX_INDEX_NAME));
    }
  }

  private void checkWritable() {
    if (closed) {
      throw new StoreUnavailableException("the log store is closed");
    }
    if (indexer.stalled()) {
      throw new StoreUnavailableException("the log index cannot be written; is the disk full?");
    }
    if (freeBytes.getAsLong() < config.limits().freeBytes()) {
      counters.of("append_refused_disk_full").increment();
      throw new StoreUnavailableException(
          "the disk has less than %d MiB left".formatted(config.limits().freeBytes() >> 20));
    }
  }

  @Override
  public LogSearchResult search(LogQuery query) {
    return reading(query.deadline(), () -> searches.search(query));
  }

  @Override
  public LogAggregation.Result aggregate(LogAggregation aggregation) {
    return reading(aggregation.deadline(), () -> aggregations.aggregate(aggregation));
  }

  @Override
  public Optional<LogHit> find(String indexPattern, String id) {
    return reading(Deadline.NEVER, () -> searches.find(indexPattern, id));
  }

  @Override
  public void refresh() {
    if (!indexer.await(REFRESH_LIMIT, Deadline.NEVER)) {
      throw new StoreOverloadedException("what waits to be indexed takes too long; retry later");
    }
    reading(
        Deadline.NEVER,
        () -> {
          for (Partition partition : partitions.all()) {
            try (Partition.Lease _ = partition.lease(Duration.ZERO)) {
              // To lease is to see what is new.
            }
          }
          return true;
        });
  }

  @Override
  public List<IndexInfo> indices() {
    return reading(Deadline.NEVER, this::countIndices);
  }

  private List<IndexInfo> countIndices() throws IOException {
    Map<String, long[]> byName = new TreeMap<>();
    for (Partition partition : partitions.all()) {
      try (Partition.Lease lease = partition.lease(config.freshness().refreshInterval())) {
        if (lease == null) {
          continue;
        }
        double bytesPerEntry =
            (double) partition.sizeBytes() / Math.max(1, lease.reader().maxDoc());
        IndexCounts.of(lease.reader())
            .forEach((name, count) -> {
              long[] sums = byName.computeIfAbsent(name, _ -> new long[2]);
              sums[0] += count;
              sums[1] += Math.round(count * bytesPerEntry);
            });
      }
    }
    return byName.entrySet().stream()
        .map(entry -> new IndexInfo(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
        .toList();
  }

  @Override
  public Tail tail(LogFilter filter, Consumer<LogHit> listener) {
    return tails.open(filter, listener);
  }

  @Override
  public LogCapabilities capabilities() {
    return new LogCapabilities(true, true, true, LogQuery.MAX_WINDOW, true, MAX_SNAPSHOTS);
  }

  /// Figures for the store's own metrics.
  public LuceneLogStats stats() {
    List<Partition> days = partitions.all();
    return new LuceneLogStats(
        days.size(),
        days.stream().mapToLong(Partition::sizeBytes).sum(),
        appended.sum(),
        indexer.pendingBytes(),
        tails.count(),
        indexer.stalled(),
        counters.values());
  }

  /// Commits everything now and lets the write-ahead log go; returns when it is done.
  public void checkpoint() {
    java.util.concurrent.CountDownLatch done = new java.util.concurrent.CountDownLatch(1);
    indexer.run(() -> {
      indexer.checkpoint();
      done.countDown();
    });
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T reading(Deadline deadline, Reading<T> what) {
    if (closed) {
      throw new StoreUnavailableException("the log store is closed");
    }
    deadline.check();
    indexer.await(config.freshness().visibilityWait(), deadline);
    try {
      return what.read();
    } catch (UnreadablePartition e) {
      counters.of("partition_quarantined").increment();
      indexer.run(() -> quarantine(e.partition()));
      throw new CorruptDataException(e.getMessage() + " and was taken out of the store", e);
    } catch (IOException e) {
      throw new StoreUnavailableException("the log index cannot be read", e);
    }
  }

  private void quarantine(Partition partition) {
    try {
      partitions.quarantine(partition);
      logger.error("event=partition_quarantined folder={}", partition.folder());
    } catch (IOException e) {
      logger.error("event=quarantine_failed folder={}", partition.folder(), e);
    }
  }

  /// Writes what waits, commits, and ends the threads.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    wal.close();
    tails.close();
    snapshots.close();
    indexer.close();
    try {
      partitions.close();
      lock.close();
    } catch (IOException e) {
      logger.warn("event=log_store_close_failed reason={}", e.getMessage());
    }
  }
}
