package io.mallwatch.metrics.tsdb.read;

import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.tsdb.block.Block;
import io.mallwatch.metrics.tsdb.block.BlockSet;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Reads head and blocks as one. The head is looked at before the list of blocks is taken: a flush
/// makes its block visible before it lets go of the head's samples, so none is missed; samples seen
/// twice count once.
public final class StoreReader implements SeriesSource {

  private final LiveSource live;
  private final BlockSet blocks;

  public StoreReader(LiveSource live, BlockSet blocks) {
    this.live = live;
    this.blocks = blocks;
  }

  @Override
  public SeriesSet select(
      List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline) {
    List<? extends LiveSeries> fromHead = live.slices(matchers, fromMillis, toMillis);
    deadline.check();
    BlockSet.Lease lease = blocks.lease(fromMillis, toMillis);
    boolean whole = false;
    try {
      SetBuilder builder = new SetBuilder();
      fromHead.forEach(builder::add);
      for (Block block : SetBuilder.inOrder(lease.blocks())) {
        deadline.check();
        builder.add(block, block.select(matchers));
      }
      SeriesSet set = builder.build(lease, fromMillis, toMillis, deadline);
      whole = true;
      return set;
    } finally {
      if (!whole) {
        lease.close();
      }
    }
  }

  @Override
  public List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis) {
    Set<Labels> found = new HashSet<>();
    for (LiveSeries series : live.slices(matchers, fromMillis, toMillis)) {
      if (series.hasSamples(fromMillis, toMillis)) {
        found.add(series.labels());
      }
    }
    try (BlockSet.Lease lease = blocks.lease(fromMillis, toMillis)) {
      for (Block block : lease.blocks()) {
        Postings ids = block.select(matchers);
        for (int i = 0; i < ids.size(); i++) {
          if (block.hasSamples(ids.ids()[i], fromMillis, toMillis)) {
            found.add(block.labels(ids.ids()[i]));
          }
        }
      }
    }
    List<Labels> sorted = new ArrayList<>(found);
    sorted.sort(Labels.ORDER);
    return List.copyOf(sorted);
  }

  /// {@inheritDoc} Without matchers, a block that lies in the range as a whole answers from its
  /// index alone.
  @Override
  public List<String> labelValues(
      String name, List<Matcher> matchers, long fromMillis, long toMillis) {
    Set<String> values = new TreeSet<>();
    for (LiveSeries series : live.slices(matchers, fromMillis, toMillis)) {
      if (series.labels().has(name) && series.hasSamples(fromMillis, toMillis)) {
        values.add(series.labels().get(name));
      }
    }
    try (BlockSet.Lease lease = blocks.lease(fromMillis, toMillis)) {
      for (Block block : lease.blocks()) {
        if (matchers.isEmpty() && block.isWholeIn(fromMillis, toMillis)) {
          values.addAll(block.labelValues(name));
          continue;
        }
        Postings ids = block.select(matchers);
        for (int i = 0; i < ids.size(); i++) {
          String value = block.labels(ids.ids()[i]).get(name);
          if (!value.isEmpty()
              && !values.contains(value)
              && block.hasSamples(ids.ids()[i], fromMillis, toMillis)) {
            values.add(value);
          }
        }
      }
    }
    return List.copyOf(values);
  }
}
