package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.block.BlockMeta;
import io.mallwatch.metrics.tsdb.block.BlockSeries;
import io.mallwatch.metrics.tsdb.block.BlockSet;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.chunk.SampleBuffer;
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

  private final TsdbConfig config;
  private final Path walDir;
  private final Head head;
  private final ExemplarStore exemplars;
  private final MetadataStore metadata;
  private final BlockSet blocks;
  private final BlockUpkeep upkeep;
  private final WalWriter wal;
  private final Appender appender;
  private final Counters counters;
  private final InstantSource clock;
  private long flushedBefore = Long.MIN_VALUE;
  private volatile boolean flushWanted;
  private volatile boolean checkpointWanted;

  Maintenance(
      TsdbConfig config,
      Path walDir,
      Head head,
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
    this.exemplars = exemplars;
    this.metadata = metadata;
    this.blocks = blocks;
    this.upkeep = upkeep;
    this.wal = wal;
    this.appender = appender;
    this.counters = counters;
    this.clock = clock;
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

  /// Does whatever is due. A failure is logged and counted, and tried again with the next run.
  void run() {
    try {
      upkeep.retire(wal.totalBytes());
      flushIfDue();
      if (checkpointWanted || wal.totalBytes() > config.checkpointBytes()) {
        checkpointWanted = false;
        checkpoint(appender.call(wal::rotate));
      }
      upkeep.run();
      long idleSince = clock.millis() - config.blockLength().toMillis() * IDLE_BLOCKS;
      counters.seriesDropped.add(appender.call(() -> head.dropIdle(idleSince)));
    } catch (IOException | RuntimeException e) {
      counters.maintenanceFailures.increment();
      logger.error("tsdb_maintenance_failed", e);
    }
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
      series.beginFlush(boundary);
      if (!series.flushingChunks().isEmpty()) {
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
    appender.headSamples(countSamples());
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
    leaving.forEach(series -> series.endFlush(span.from(), last));
    counters.flushes.increment();
    written.ifPresent(meta ->
        logger.debug(
            "block_written number={} series={} samples={} bytes={}",
            meta.number(),
            meta.series(),
            meta.samples(),
            meta.bytes()));
  }

  private static SampleColumns leaving(HeadSeries series, long from, long to) {
    SampleBuffer samples = series.flushing(from, to);
    SampleColumns columns = new SampleColumns(samples.size());
    for (int i = 0; i < samples.size(); i++) {
      columns.add(samples.timestamp(i), samples.value(i));
    }
    return columns;
  }

  /// For each longest window with samples the smallest aligned one that holds them all, so that a
  /// month of history becomes 30 blocks and not 360.
  private List<Span> spans(List<HeadSeries> leaving) {
    long longest = config.blockLengthsMillis().getLast();
    Map<Long, Span> bySlot = new TreeMap<>();
    for (HeadSeries series : leaving) {
      for (Chunk chunk : series.flushingChunks()) {
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

  private long countSamples() {
    long samples = 0;
    for (HeadSeries series : head.series()) {
      samples += series.extent().samples();
    }
    return samples;
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
  }

  /// Writes the head into a checkpoint file in `dir`.
  void writeHead(Path dir, long segment) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.begin(dir, segment)) {
      List<HeadSeries> all = head.series();
      for (HeadSeries series : all) {
        checkpoint.add(out -> out.series(series.ref(), series.labels()));
      }
      for (HeadSeries series : all) {
        HeadSeries.Saved saved = series.export();
        checkpoint.add(
            out -> out.chunks(series.ref(), saved.maxMillis(), saved.lastValue(), saved.chunks()));
      }
      checkpoint.add(out -> {
        exemplars.all().forEach(out::exemplar);
        metadata.find("").forEach(out::metadata);
      });
      checkpoint.finish();
    }
  }
}
