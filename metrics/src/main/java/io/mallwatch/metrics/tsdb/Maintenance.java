package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.block.BlockMeta;
import io.mallwatch.metrics.tsdb.block.BlockSeries;
import io.mallwatch.metrics.tsdb.block.BlockSet;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.chunk.ColumnEdits;
import io.mallwatch.metrics.tsdb.head.Head;
import io.mallwatch.metrics.tsdb.head.HeadSeries;
import io.mallwatch.metrics.tsdb.open.SavedSeries;
import io.mallwatch.metrics.tsdb.wal.Checkpoint;
import io.mallwatch.metrics.tsdb.wal.WalWriter;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves what is old from the head into blocks, merges and retires blocks, and writes checkpoints
/// so that the log can go. One thread at a time calls it.
final class Maintenance {

  private static final Logger logger = LoggerFactory.getLogger(Maintenance.class);

  /// A series without samples is kept this many block lengths, so that its order is remembered.
  private static final int IDLE_BLOCKS = 1;

  /// A log of this size is read back so quickly that it is left as it is.
  private static final long SHORT_LOG = 1 << 20;

  private final TsdbConfig config;
  private final Path walDir;
  private final Head head;
  private final HeadLoad load;
  private final DiskSpace space;
  private final ExemplarStore exemplars;
  private final MetadataStore metadata;
  private final BlockSet blocks;
  private final BlockUpkeep upkeep;
  private final WalWriter wal;
  private final Appender appender;
  private final Counters counters;
  private final InstantSource clock;
  private long flushedBefore = Long.MIN_VALUE;
  private long checkpointAt;
  private volatile boolean flushWanted;
  private volatile boolean checkpointWanted;

  Maintenance(
      TsdbConfig config,
      Path walDir,
      Head head,
      HeadLoad load,
      DiskSpace space,
      ExemplarStore exemplars,
      MetadataStore metadata,
      BlockSet blocks,
      BlockUpkeep upkeep,
      WalWriter wal,
      Appender appender,
      Counters counters,
      InstantSource clock) {
    this.config = config;
    this.walDir = walDir;
    this.head = head;
    this.load = load;
    this.space = space;
    this.exemplars = exemplars;
    this.metadata = metadata;
    this.blocks = blocks;
    this.upkeep = upkeep;
    this.wal = wal;
    this.appender = appender;
    this.counters = counters;
    this.clock = clock;
    this.checkpointAt = clock.millis();
    appender.countBacklogBefore(flushBoundary());
  }

  /// Makes the next run flush although its time has not come.
  void wantFlush() {
    flushWanted = true;
  }

  /// Makes the next run write a checkpoint, because the log's medium cannot be trusted.
  void wantCheckpoint() {
    checkpointWanted = true;
  }

  /// Does whatever is due. A failure is logged and counted, and tried again with the next run; on a
  /// full disk the ballast goes first.
  void run() {
    try {
      work();
    } catch (IOException | RuntimeException e) {
      failed(e);
      if (space.exhausted()) {
        retry();
      }
    }
    space.recover();
  }

  private void retry() {
    try {
      work();
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void failed(Exception e) {
    counters.maintenanceFailures.increment();
    logger.error("tsdb_maintenance_failed", e);
  }

  private void work() throws IOException {
    upkeep.retire(wal.totalBytes());
    flushIfDue();
    if (checkpointWanted || space.isFull() || checkpointDue()) {
      checkpointWanted = false;
      checkpoint(appender.call(wal::rotate));
    }
    upkeep.run();
    long idleSince = clock.millis() - config.blockLength().toMillis() * IDLE_BLOCKS;
    counters.seriesDropped.add(appender.call(() -> head.dropIdle(idleSince)));
    load.measured(head.measure());
  }

  /// When the log is long, or long enough and old.
  private boolean checkpointDue() {
    long bytes = wal.totalBytes();
    boolean old = clock.millis() - checkpointAt >= config.checkpointInterval().toMillis();
    return bytes > config.checkpointBytes() || (old && bytes > SHORT_LOG);
  }

  /// Samples before this belong into blocks: whole windows that late samples reach no more.
  private long flushBoundary() {
    long length = config.blockLength().toMillis();
    long margin = Math.max(length / 2, config.outOfOrderWindow().toMillis());
    return Math.floorDiv(clock.millis() - margin, length) * length;
  }

  private void flushIfDue() throws IOException {
    long boundary = flushBoundary();
    appender.countBacklogBefore(boundary);
    if (boundary > flushedBefore || flushWanted) {
      flushWanted = false;
      flush(boundary);
      flushedBefore = boundary;
    }
  }

  private void flush(long boundary) throws IOException {
    List<HeadSeries> leaving = new ArrayList<>();
    for (HeadSeries series : head.series()) {
      head.beginFlush(series, boundary);
      if (!series.leaving().isEmpty()) {
        leaving.add(series);
      }
    }
    if (leaving.isEmpty()) {
      return;
    }
    long segment = appender.call(wal::rotate);
    leaving.sort(Comparator.comparing(HeadSeries::labels, Labels.ORDER));
    for (Span span : spans(leaving)) {
      writeBlock(span, leaving);
    }
    checkpoint(segment);
    load.measured(head.measure());
  }

  private void writeBlock(Span span, List<HeadSeries> leaving) throws IOException {
    long last = span.to() - 1;
    Optional<BlockMeta> written =
        blocks.write(
            span.from(),
            span.to(),
            leaving.stream()
                .map(series -> new BlockSeries(series.labels(), leaving(series, span.from(), last)))
                .iterator());
    for (HeadSeries series : leaving) {
      head.endFlush(series, span.from(), last);
    }
    counters.flushes.increment();
    written.ifPresent(meta ->
        logger.debug(
            "block_written number={} series={} samples={} bytes={}",
            meta.number(),
            meta.series(),
            meta.samples(),
            meta.bytes()));
  }

  /// For each longest window with samples the smallest aligned one that holds them all, so that a
  /// month of history becomes 30 blocks and not 360.
  private List<Span> spans(List<HeadSeries> leaving) {
    long longest = config.blockLengthsMillis().getLast();
    Map<Long, Span> bySlot = new TreeMap<>();
    for (HeadSeries series : leaving) {
      for (Chunk chunk : series.leaving()) {
        long lastSlot = Math.floorDiv(chunk.maxMillis(), longest);
        for (long slot = Math.floorDiv(chunk.minMillis(), longest); slot <= lastSlot; slot++) {
          long from = Math.max(chunk.minMillis(), slot * longest);
          long to = Math.min(chunk.maxMillis() + 1, (slot + 1) * longest);
          bySlot.merge(slot, new Span(from, to), Span::with);
        }
      }
    }
    return bySlot.values().stream().map(span -> span.aligned(config.blockLengthsMillis())).toList();
  }

  /// A stretch of time; `from` is in it, `to` is not.
  private record Span(long from, long to) {
    Span with(Span other) {
      return new Span(Math.min(from, other.from), Math.max(to, other.to));
    }

    Span aligned(List<Long> lengths) {
      for (long length : lengths) {
        long slot = Math.floorDiv(from, length);
        if (Math.floorDiv(to - 1, length) == slot) {
          return new Span(slot * length, (slot + 1) * length);
        }
      }
      return this;
    }
  }

  private static SampleColumns leaving(HeadSeries series, long from, long to) {
    SampleColumns columns = new SampleColumns(128);
    for (Chunk chunk : series.leaving()) {
      if (chunk.overlaps(from, to)) {
        int middle = columns.size();
        chunk.read(from, to, columns);
        ColumnEdits.mergeTail(columns, middle);
      }
    }
    return columns;
  }

  /// Writes out the head and lets go of log segments before `segment`.
  void checkpoint(long segment) throws IOException {
    writeHead(walDir, segment);
    appender.call(() -> {
      try {
        wal.deleteBefore(segment);
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    counters.checkpoints.increment();
    checkpointAt = clock.millis();
  }

  /// Writes the head into a checkpoint file in `dir`.
  void writeHead(Path dir, long segment) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.begin(dir, segment)) {
      List<HeadSeries> all = head.series();
      for (HeadSeries series : all) {
        checkpoint.add(out -> out.series(series.ref(), series.labels()));
      }
      for (HeadSeries series : all) {
        SavedSeries saved = head.save(series);
        checkpoint.add(out -> out.saved(saved));
      }
      checkpoint.add(out -> {
        exemplars.all().forEach(out::exemplar);
        metadata.find("").forEach(out::metadata);
      });
      checkpoint.finish();
    }
  }
}
