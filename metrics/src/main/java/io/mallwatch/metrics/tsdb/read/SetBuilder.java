package io.mallwatch.metrics.tsdb.read;

import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.tsdb.block.Block;
import io.mallwatch.metrics.tsdb.block.BlockSet;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Brings together what head and blocks know of the same series. Not thread-safe.
final class SetBuilder {

  private final List<Labels> labels = new ArrayList<>();
  private final List<LiveSeries> live = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final List<int[]> ids = new ArrayList<>();
  private @Nullable Map<Labels, Integer> rows;

  /// Blocks in such an order that reading one after the other appends where they do not overlap,
  /// and that where they do the one of the higher rank comes later.
  static List<Block> inOrder(List<Block> blocks) {
    List<Block> byTime = new ArrayList<>(blocks);
    byTime.sort(Comparator.comparingLong(block -> block.meta().fromMillis()));
    List<Block> ordered = new ArrayList<>(blocks.size());
    int from = 0;
    long end = Long.MIN_VALUE;
    for (int i = 0; i < byTime.size(); i++) {
      if (byTime.get(i).meta().fromMillis() >= end) {
        from = ordered.size();
      }
      end = Math.max(end, byTime.get(i).meta().toMillis());
      ordered.add(byTime.get(i));
      ordered
          .subList(from, ordered.size())
          .sort(Comparator.comparingLong(block -> block.meta().rank()));
    }
    return ordered;
  }

  /// Adds a series of the head; all of them come before blocks.
  void add(LiveSeries series) {
    labels.add(series.labels());
    live.add(series);
  }

  /// Adds series of a block.
  void add(Block block, Postings found) {
    if (found.isEmpty()) {
      return;
    }
    boolean first = labels.isEmpty();
    int[] byRow = new int[first ? found.size() : Math.max(labels.size(), found.size())];
    Arrays.fill(byRow, -1);
    for (int i = 0; i < found.size(); i++) {
      int id = found.ids()[i];
      int row = i;
      if (first) {
        labels.add(block.labels(id));
      } else {
        row = row(block.labels(id));
        if (row >= byRow.length) {
          int before = byRow.length;
          byRow = Arrays.copyOf(byRow, before + before / 2 + 1);
          Arrays.fill(byRow, before, byRow.length, -1);
        }
      }
      byRow[row] = id;
    }
    blocks.add(block);
    ids.add(byRow);
  }

  /// The row of a series, found or new.
  private int row(Labels of) {
    Map<Labels, Integer> known = rows;
    if (known == null) {
      known = HashMap.newHashMap(labels.size() + labels.size() / 4);
      for (int i = 0; i < labels.size(); i++) {
        known.put(labels.get(i), i);
      }
      rows = known;
    }
    Integer row = known.putIfAbsent(of, labels.size());
    if (row != null) {
      return row;
    }
    labels.add(of);
    return labels.size() - 1;
  }

  SeriesSet build(BlockSet.Lease lease, long fromMillis, long toMillis, Deadline deadline) {
    return new StoreSeriesSet(
        labels.toArray(Labels[]::new),
        order(),
        live.toArray(LiveSeries[]::new),
        blocks.toArray(Block[]::new),
        ids.toArray(int[][]::new),
        new StoreSeriesSet.Range(fromMillis, toMillis, deadline),
        lease);
  }

  /// Rows by hash of their labels, equal hashes by labels: the same series come in the same order
  /// wherever their samples are just now, at far less cost than sorting by labels alone.
  private int[] order() {
    long[] keys = new long[labels.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ((long) labels.get(i).hashCode() << 32) | i;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
      for (int j = i; j > 0 && isBefore(order[j], order[j - 1]); j--) {
        int swapped = order[j];
        order[j] = order[j - 1];
        order[j - 1] = swapped;
      }
    }
    return order;
  }

  private boolean isBefore(int left, int right) {
    Labels one = labels.get(left);
    Labels other = labels.get(right);
    return one.hashCode() == other.hashCode() && Labels.ORDER.compare(one, other) < 0;
  }
}
