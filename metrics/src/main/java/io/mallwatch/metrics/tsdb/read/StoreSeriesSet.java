package io.mallwatch.metrics.tsdb.read;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.tsdb.block.Block;
import io.mallwatch.metrics.tsdb.block.BlockSet;
import io.mallwatch.metrics.tsdb.block.TimeCache;
import io.mallwatch.metrics.tsdb.chunk.ColumnEdits;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a selection found in head and blocks; samples are decoded when they are read.
final class StoreSeriesSet implements SeriesSet {

  private final Labels[] labels;
  private final int[] order;
  private final LiveSeries[] live;
  private final Block[] blocks;
  private final int[][] ids;
  private final Range range;
  private final BlockSet.Lease lease;
  private final TimeCache cache = new TimeCache();
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Both ends inclusive.
  record Range(long from, long to, Deadline deadline) {}

  /// @param labels by row
  /// @param order the rows in the order of the set
  /// @param live series of the head; the first rows
  /// @param blocks in the order in which they are to be read
  /// @param ids of each block by row; -1, or no entry at the end, where it has no such series
  StoreSeriesSet(
      Labels[] labels,
      int[] order,
      LiveSeries[] live,
      Block[] blocks,
      int[][] ids,
      Range range,
      BlockSet.Lease lease) {
    this.labels = labels;
    this.order = order;
    this.live = live;
    this.blocks = blocks;
    this.ids = ids;
    this.range = range;
    this.lease = lease;
  }

  @Override
  public int size() {
    return order.length;
  }

  @Override
  public Labels labels(int index) {
    return labels[order[index]];
  }

  @Override
  public void read(int index, SampleColumns into) {
    range.deadline.check();
    into.clear();
    int row = order[index];
    for (int b = 0; b < blocks.length; b++) {
      int id = id(b, row);
      if (id >= 0) {
        int middle = into.size();
        blocks[b].read(id, range.from, range.to, cache, into);
        ColumnEdits.mergeTail(into, middle);
      }
    }
    if (row < live.length) {
      int middle = into.size();
      live[row].read(range.from, range.to, into);
      ColumnEdits.mergeTail(into, middle);
    }
  }

  private int id(int block, int row) {
    int[] rows = ids[block];
    return row < rows.length ? rows[row] : -1;
  }

  @Override
  public void readNewest(int index, SampleColumns into) {
    range.deadline.check();
    into.clear();
    int row = order[index];
    if (row < live.length) {
      live[row].readNewest(range.from, range.to, into);
    }
    for (int b = blocks.length - 1; b >= 0; b--) {
      int id = id(b, row);
      if (id >= 0 && blocks[b].meta().toMillis() > newest(into)) {
        readNewest(blocks[b], id, into);
      }
    }
  }

  private static long newest(SampleColumns samples) {
    return samples.isEmpty() ? Long.MIN_VALUE : samples.times()[samples.size() - 1];
  }

  /// Blocks come in falling order of rank, so what is there already wins at the same time.
  private void readNewest(Block block, int id, SampleColumns into) {
    long from = into.isEmpty() ? range.from : newest(into) + 1;
    if (from > range.to) {
      return;
    }
    int before = into.size();
    block.readNewest(id, from, range.to, cache, into);
    if (before > 0 && into.size() > before) {
      var _ = ColumnEdits.removeRange(into, 0, Long.MIN_VALUE, newest(into) - 1);
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      lease.close();
    }
  }
}
