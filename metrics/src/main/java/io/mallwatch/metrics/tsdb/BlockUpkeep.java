package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.tsdb.block.Block;
import io.mallwatch.metrics.tsdb.block.BlockMeta;
import io.mallwatch.metrics.tsdb.block.BlockSet;
import io.mallwatch.metrics.tsdb.block.Compaction;
import io.mallwatch.metrics.tsdb.block.Keep;
import io.mallwatch.metrics.tsdb.block.Pace;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps blocks few and within bounds: retires old ones, merges neighbours, writes anew what holds
/// series that are over their time, looks for damage. One thread at a time calls it; [#stop()] is
/// for any thread.
final class BlockUpkeep {

  private static final Logger logger = LoggerFactory.getLogger(BlockUpkeep.class);
  private static final Duration STRETCH = Duration.ofMillis(20);
  private static final long FIRST_WAIT_MILLIS = 60_000;
  private static final long LONGEST_WAIT_MILLIS = 3_600_000;

  private final TsdbConfig config;
  private final BlockSet blocks;
  private final Counters counters;
  private final InstantSource clock;
  private final Pace pace;
  private volatile boolean stopping;
  private volatile int merging;
  private long waitMillis;
  private long retryAtMillis = Long.MIN_VALUE;

  BlockUpkeep(TsdbConfig config, BlockSet blocks, Counters counters, InstantSource clock) {
    this.config = config;
    this.blocks = blocks;
    this.counters = counters;
    this.clock = clock;
    Pace resting = Pace.halfTime(STRETCH);
    this.pace =
        () -> {
          if (stopping) {
            throw new CancellationException("the store is closing");
          }
          resting.step();
        };
  }

  /// Ends a merge that is under way, without a result.
  void stop() {
    stopping = true;
  }

  /// How many blocks are being merged just now; 0 when none are.
  int merging() {
    return merging;
  }

  /// Drops blocks that are too old as a whole, and the oldest while there is too much.
  ///
  /// @param otherBytes what counts towards the limit besides blocks
  void retire(long otherBytes) {
    long oldest = clock.millis() - config.retention().toMillis();
    List<BlockMeta> metas = blocks.metas();
    Set<Long> gone = new HashSet<>();
    long bytes = otherBytes;
    for (BlockMeta meta : metas) {
      if (meta.toMillis() <= oldest) {
        gone.add(meta.number());
      } else {
        bytes += meta.bytes();
      }
    }
    for (BlockMeta meta : metas) {
      if (config.retentionBytes() > 0
          && bytes > config.retentionBytes()
          && gone.add(meta.number())) {
        bytes -= meta.bytes();
      }
    }
    if (!gone.isEmpty()) {
      blocks.drop(blocks.withNumbers(gone));
      counters.blocksRetired.add(gone.size());
      logger.info("blocks_retired count={}", gone.size());
    }
  }

  /// Does what is due. After a failure, such as a full disk, it waits longer each time; everything
  /// stays readable meanwhile.
  void run() {
    blocks.verifyNext();
    blocks.quarantineDamaged();
    if (clock.millis() < retryAtMillis) {
      return;
    }
    try {
      compact();
      expire();
      waitMillis = 0;
    } catch (CancellationException e) {
      logger.debug("merge_stopped", e);
    } catch (IOException | RuntimeException e) {
      waitMillis = Math.clamp(waitMillis * 2, FIRST_WAIT_MILLIS, LONGEST_WAIT_MILLIS);
      retryAtMillis = clock.millis() + waitMillis;
      counters.maintenanceFailures.increment();
      logger.error("merge_failed retry_after_millis={}", waitMillis, e);
    }
  }

  private void compact() throws IOException {
    Optional<Set<Long>> plan = Compaction.plan(blocks.metas(), config.blockLengthsMillis());
    while (plan.isPresent() && !stopping) {
      merge(blocks.withNumbers(plan.get()));
      plan = Compaction.plan(blocks.metas(), config.blockLengthsMillis());
    }
  }

  /// Writes at most one block anew, so that queries and writes get their turn.
  private void expire() throws IOException {
    for (Block block : blocks.blocks()) {
      if (Keep.hasExpired(block, config.retentionRules(), clock.millis())) {
        merge(List.of(block));
        return;
      }
    }
  }

  /// Writes every block anew from which something was deleted; how many there were.
  int cleanDeletions() throws IOException {
    List<Block> touched = blocks.blocks().stream().filter(Block::hasDeletions).toList();
    for (Block block : touched) {
      merge(List.of(block));
    }
    return touched.size();
  }

  private void merge(List<Block> sources) throws IOException {
    merging = sources.size();
    try {
      Keep keep = Keep.byRules(sources, config.retentionRules(), clock.millis());
      long began = System.nanoTime();
      Optional<BlockMeta> merged = blocks.merge(sources, keep, pace);
      counters.compactions.increment();
      merged.ifPresent(meta ->
          logger.info(
              "blocks_merged sources={} number={} samples={} bytes={} millis={}",
              meta.replaces(),
              meta.number(),
              meta.samples(),
              meta.bytes(),
              (System.nanoTime() - began) / 1_000_000));
    } finally {
      merging = 0;
    }
  }
}
