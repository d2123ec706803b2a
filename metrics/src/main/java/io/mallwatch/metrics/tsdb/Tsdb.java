package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.promql.MetadataSource;
import io.mallwatch.metrics.tsdb.block.Block;
import io.mallwatch.metrics.tsdb.block.BlockMeta;
import io.mallwatch.metrics.tsdb.block.BlockSeries;
import io.mallwatch.metrics.tsdb.block.BlockSet;
import io.mallwatch.metrics.tsdb.head.Head;
import io.mallwatch.metrics.tsdb.head.HeadSeries;
import io.mallwatch.metrics.tsdb.head.HeadSize;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.metrics.tsdb.read.StoreReader;
import io.mallwatch.metrics.tsdb.wal.Disk;
import io.mallwatch.metrics.tsdb.wal.WalEncoder;
import io.mallwatch.metrics.tsdb.wal.WalReplay;
import io.mallwatch.metrics.tsdb.wal.WalWriter;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.TimeRange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded metric store. Samples that [#append(MetricBatch)] has taken survive a crash of the
/// process, and a crash of the machine after the next sync of the log. Thread-safe; owns its folder
/// (locked against other processes), threads and files until [#close()].
public final class Tsdb implements MetricSink, MetadataSource, AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Tsdb.class);

  /// How often a full disk is looked at.
  private static final long ROOM_SECONDS = 1;

  private final FileChannel lock;
  private final Head head = new Head();
  private final ExemplarStore exemplars;
  private final MetadataStore metadata = new MetadataStore();
  private final Counters counters = new Counters();
  private final HeadLoad load = new HeadLoad();
  private final DiskSpace space;
  private final BlockSet blocks;
  private final WalWriter wal;
  private final Appender appender;
  private final BlockUpkeep upkeep;
  private final Maintenance maintenance;
  private final StoreReader reader;
  private final Recovery recovery;
  private final ScheduledExecutorService maintainer;
  private final ScheduledExecutorService syncer;

  /// Opens or creates the store in `dir` and puts back what its log holds. Damaged files are set
  /// aside and reported by [#recovery()], they never stop it.
  ///
  /// @throws StoreUnavailableException when the folder cannot be used, or another process uses it
  public static Tsdb open(TsdbConfig config, Path dir, InstantSource clock) {
    return open(config, dir, clock, Disk.real());
  }

  static Tsdb open(TsdbConfig config, Path dir, InstantSource clock, Disk disk) {
    FileChannel lock = lock(dir);
    try {
      return new Tsdb(config, dir, clock, disk, lock);
    } catch (IOException | RuntimeException e) {
      closeQuietly(lock);
      throw new StoreUnavailableException(
          "the metric store in %s cannot be opened: %s".formatted(dir, e), e);
    }
  }

  private static FileChannel lock(Path dir) {
    try {
      Files.createDirectories(dir);
      FileChannel channel =
          FileChannel.open(
              dir.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new StoreUnavailableException(
            "the metric store in %s is in use by another process".formatted(dir));
      }
      return channel;
    } catch (IOException e) {
      throw new StoreUnavailableException("the folder %s cannot be used: %s".formatted(dir, e), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      logger.debug("store_open_twice_in_this_process", e);
      return null;
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      logger.warn("lock_not_released", e);
    }
  }

  private Tsdb(TsdbConfig config, Path dir, InstantSource clock, Disk disk, FileChannel lock)
      throws IOException {
    final long start = System.nanoTime();
    this.lock = lock;
    exemplars = new ExemplarStore(config.maxExemplars());
    space = new DiskSpace(dir, config.ballastBytes(), disk);
    Path walDir = Files.createDirectories(dir.resolve("wal"));
    HeadReplay replay = new HeadReplay(head, exemplars, metadata, clock.millis());
    WalReplay.Outcome log = WalReplay.run(walDir, replay);
    wal = new WalWriter(walDir, log.nextSegment(), config.walSegmentBytes(), disk);
    blocks = BlockSet.open(dir.resolve("blocks"), disk);
    List<Path> quarantined = new ArrayList<>(blocks.quarantined());
    quarantined.addAll(log.quarantined());
    recovery =
        new Recovery(
            head.seriesCount(),
            replay.samples(),
            replay.orphans(),
            log.frames(),
            log.skippedBytes(),
            log.tornBytes(),
            blocks.metas().size(),
            Duration.ofNanos(System.nanoTime() - start),
            quarantined);
    maintainer = newScheduler("mallwatch-tsdb-maintenance");
    syncer = newScheduler("mallwatch-tsdb-sync");
    Stager stager = new Stager(config, head, exemplars, metadata, counters, clock);
    appender = new Appender(config, stager, wal, load, space, counters, this::onBacklog);
    upkeep = new BlockUpkeep(config, blocks, counters, clock);
    maintenance =
        new Maintenance(
            config, walDir, head, load, space, exemplars, metadata, blocks, upkeep, wal, appender,
            counters, clock);
    reader = new StoreReader(head, blocks);
    load.measured(head.measure());
    start(config);
    logger.info("metric_store_opened dir={} {}", dir, recovery);
  }

  private static ScheduledExecutorService newScheduler(String name) {
    return Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name(name).factory());
  }

  private void start(TsdbConfig config) {
    appender.start();
    if (config.ballastBytes() > 0) {
      space.recover();
      var _ =
          syncer.scheduleWithFixedDelay(
              this::lookForRoom, ROOM_SECONDS, ROOM_SECONDS, TimeUnit.SECONDS);
    }
    long interval = config.maintenanceInterval().toMillis();
    var _ =
        maintainer.scheduleWithFixedDelay(
            maintenance::run, interval, interval, TimeUnit.MILLISECONDS);
    if (config.walFsync().isPositive()) {
      long sync = Math.max(1, config.walFsync().toMillis());
      var _ = syncer.scheduleWithFixedDelay(this::sync, sync, sync, TimeUnit.MILLISECONDS);
    }
  }

  private void lookForRoom() {
    if (space.isFull()) {
      space.recover();
    }
  }

  private void sync() {
    try {
      wal.sync();
    } catch (StoreUnavailableException e) {
      // After a failed sync the medium may have lost what it had taken: write it again elsewhere.
      counters.walSyncFailures.increment();
      maintenance.wantCheckpoint();
      logger.error("wal_sync_failed", e);
    }
  }

  private void onBacklog() {
    maintenance.wantFlush();
    try {
      maintainer.execute(maintenance::run);
    } catch (RejectedExecutionException e) {
      logger.debug("flush_not_started_while_closing", e);
    }
  }

  @Override
  public AppendResult append(MetricBatch batch) {
    return appender.append(batch);
  }

  /// Samples and series for the query engine; head and blocks as one.
  public SeriesSource seriesSource() {
    return reader;
  }

  /// Label names of series that pass all matchers and have samples in `range`; sorted.
  public List<String> labelNames(List<Matcher> matchers, TimeRange range) {
    return reader.labelNames(matchers, range.from().toEpochMilli(), lastMillis(range));
  }

  /// Values of label `name` of such series; sorted.
  public List<String> labelValues(String name, List<Matcher> matchers, TimeRange range) {
    return reader.labelValues(name, matchers, range.from().toEpochMilli(), lastMillis(range));
  }

  private static long lastMillis(TimeRange range) {
    return range.to().toEpochMilli() - 1;
  }

  /// Exemplars of series that pass all matchers of any of `selectors`, both times inclusive, oldest
  /// first.
  @Override
  public List<Exemplar> exemplars(List<List<Matcher>> selectors, long fromMillis, long toMillis) {
    return exemplars.find(selectors, fromMillis, toMillis);
  }

  /// Metadata of one metric family, or of all when `family` is empty; sorted by family.
  @Override
  public List<MetricMetadata> metadata(String family) {
    return metadata.find(family);
  }

  /// What opening found.
  public Recovery recovery() {
    return recovery;
  }

  /// The state now; walks over all series in the head.
  public TsdbStats stats() {
    HeadSize size = head.measure();
    load.measured(size);
    return new TsdbStats(
        head.seriesCount(),
        size.samples(),
        size.chunks(),
        size.minMillis(),
        size.maxMillis(),
        head.seriesBytes() + size.bytes(),
        wal.totalBytes(),
        wal.segmentCount(),
        blocks.metas(),
        exemplars.size(),
        counters.samplesAppended.sum(),
        counters.refused(),
        events());
  }

  private Map<String, Long> events() {
    Map<String, Long> events = new HashMap<>(counters.events());
    events.put("damaged_chunks", blocks.damagedChunks());
    events.put("damaged_blocks", blocks.damagedBlocks());
    events.put("blocks_merging", (long) upkeep.merging());
    return events;
  }

  /// Which metrics and labels make the most series in the head, `limit` of each.
  public Cardinality cardinality(int limit) {
    return Cardinality.of(head.index().counts(), limit);
  }

  /// Deletes samples of `range` of all series that pass all matchers; durable on return. How many
  /// series in the head and blocks were touched (a series is counted once for each).
  ///
  /// @throws StoreUnavailableException when the disk refuses; retry, the rest is deleted then
  public int delete(List<Matcher> matchers, TimeRange range) {
    long from = range.from().toEpochMilli();
    long to = lastMillis(range);
    return onMaintainer(() ->
        appender.call(() -> deleteFromHead(matchers, from, to))
            + deleteFromBlocks(matchers, from, to));
  }

  private int deleteFromHead(List<Matcher> matchers, long from, long to) {
    List<HeadSeries> touched =
        head.select(matchers).stream()
            .filter(series -> head.slice(series).hasSamples(from, to))
            .toList();
    WalEncoder encoder = new WalEncoder();
    for (HeadSeries series : touched) {
      encoder.deletion(series.ref(), from, to);
    }
    if (encoder.size() > 0) {
      wal.write(encoder.frames());
      wal.sync();
    }
    touched.forEach(series -> head.delete(series, from, to));
    return touched.size();
  }

  private int deleteFromBlocks(List<Matcher> matchers, long from, long to) throws IOException {
    int count = 0;
    try (BlockSet.Lease lease = blocks.lease(from, to)) {
      for (Block block : lease.blocks()) {
        Postings ids = block.select(matchers);
        if (!ids.isEmpty()) {
          block.delete(ids, from, to);
          count += ids.size();
        }
      }
    }
    return count;
  }

  /// Copies the store as it is now into `target`, an empty or new folder that [#open] can open.
  /// Blocks are linked where the file system can, so it is quick and takes little room.
  ///
  /// @throws StoreUnavailableException when the disk refuses
  public void snapshot(Path target) {
    var _ =
        onMaintainer(() -> {
          maintenance.writeHead(Files.createDirectories(target.resolve("wal")), 0);
          try (BlockSet.Lease lease = blocks.lease(Long.MIN_VALUE, Long.MAX_VALUE)) {
            lease.linkTo(Files.createDirectories(target.resolve("blocks")));
          }
          return true;
        });
  }

  /// Frees the room of what was deleted from blocks; how many blocks were written anew.
  ///
  /// @throws StoreUnavailableException when the disk refuses; the rest can be tried again
  public int cleanDeletions() {
    return onMaintainer(upkeep::cleanDeletions);
  }

  /// Writes series as a block of their own, beside what head and other blocks hold; of samples at
  /// the same time those of the head win, then these. For history from elsewhere, such as
  /// [io.mallwatch.metrics.tsdb.prometheus.PrometheusImport]; any thread may call it.
  ///
  /// @param fromMillis no sample is before this
  /// @param toMillis no sample is at or after this
  /// @param series sorted by [io.mallwatch.model.Labels#ORDER], none twice
  public Optional<BlockMeta> writeBlock(
      long fromMillis, long toMillis, Iterator<BlockSeries> series) throws IOException {
    return blocks.write(fromMillis, toMillis, series);
  }

  /// Does now what is done every [TsdbConfig#maintenanceInterval()]: flush, merge, retire.
  public void maintain() {
    var _ =
        onMaintainer(() -> {
          maintenance.run();
          return true;
        });
  }

  private <T> T onMaintainer(Callable<T> task) {
    try {
      return maintainer.submit(task).get();
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailableException("the metric store is closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted; the work goes on", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new StoreUnavailableException("the metric store failed: " + e.getCause(), e);
    }
  }

  /// Finishes what was accepted, writes out the head for a quick start, and lets go of everything.
  @Override
  public void close() {
    upkeep.stop();
    end(maintainer);
    end(syncer);
    try {
      checkpointAtEnd();
    } finally {
      closeAll(appender, wal, blocks, lock);
    }
  }

  /// Closes each, whatever becomes of those before it.
  private static void closeAll(AutoCloseable... resources) {
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        logger.error("not_closed what={}", resource, e);
      }
    }
  }

  private void checkpointAtEnd() {
    try {
      if (wal.totalBytes() > 0) {
        maintenance.checkpoint(appender.call(wal::rotate));
      }
    } catch (IOException | RuntimeException e) {
      logger.warn("checkpoint_at_end_failed", e); // the log still has everything
    }
  }

  private static void end(ScheduledExecutorService executor) {
    executor.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
        executor.shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
