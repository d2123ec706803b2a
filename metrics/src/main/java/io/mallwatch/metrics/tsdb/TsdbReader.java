package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.tsdb.block.Block;
import io.mallwatch.metrics.tsdb.block.BlockSet;
import io.mallwatch.metrics.tsdb.chunk.SampleBuffer;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.metrics.tsdb.index.Selection;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads head and blocks as one. The head is read before the list of blocks is taken: a flush makes
/// its block visible before it lets go of the head's samples, so none is missed; samples seen twice
/// count once, the newer source wins.
final class TsdbReader implements SeriesSource {

  private static final int CHECK_EVERY = 64;

  private final Head head;
  private final BlockSet blocks;

  TsdbReader(Head head, BlockSet blocks) {
    this.head = head;
    this.blocks = blocks;
  }

  @Override
  public SeriesSet select(
      List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline) {
    Map<Labels, SampleBuffer> fromHead = new HashMap<>();
    int count = 0;
    for (HeadSeries series : head.select(matchers)) {
      if (count++ % CHECK_EVERY == 0) {
        deadline.check();
      }
      SampleBuffer samples = series.read(fromMillis, toMillis);
      if (!samples.isEmpty()) {
        fromHead.put(series.labels(), samples);
      }
    }
    Map<Labels, SampleBuffer> all = new HashMap<>();
    try (BlockSet.Lease lease = blocks.lease(fromMillis, toMillis)) {
      for (Block block : byNumber(lease.blocks())) {
        readBlock(block, matchers, fromMillis, toMillis, deadline, all);
      }
    }
    fromHead.forEach((labels, samples) -> all.merge(labels, samples, SampleBuffer::merge));
    List<Found> result = new ArrayList<>(all.size());
    all.forEach((labels, samples) -> result.add(new Found(labels, samples)));
    return new FoundSet(result);
  }

  private record Found(Labels labels, SampleBuffer samples) {}

  private record FoundSet(List<Found> found) implements SeriesSet {
    @Override
    public int size() {
      return found.size();
    }

    @Override
    public Labels labels(int index) {
      return found.get(index).labels();
    }

    @Override
    public void read(int index, SampleColumns into) {
      into.clear();
      SampleBuffer samples = found.get(index).samples();
      for (int i = 0; i < samples.size(); i++) {
        into.add(samples.timestamp(i), samples.value(i));
      }
    }

    @Override
    public void close() {}
  }

  private static void readBlock(
      Block block,
      List<Matcher> matchers,
      long fromMillis,
      long toMillis,
      Deadline deadline,
      Map<Labels, SampleBuffer> all) {
    Postings ids = Selection.select(block.index(), matchers);
    for (int i = 0; i < ids.size(); i++) {
      if (i % CHECK_EVERY == 0) {
        deadline.check();
      }
      SampleBuffer samples = block.read(ids.ids()[i], fromMillis, toMillis);
      if (!samples.isEmpty()) {
        all.merge(block.labels(ids.ids()[i]), samples, SampleBuffer::merge);
      }
    }
  }

  /// So that what was written later wins where two blocks have the same sample.
  private static List<Block> byNumber(List<Block> blocks) {
    return blocks.stream()
        .sorted(Comparator.comparingLong(block -> block.meta().number()))
        .toList();
  }

  @Override
  public List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis) {
    Set<Labels> found = new TreeSet<>(Labels.ORDER);
    for (HeadSeries series : head.select(matchers)) {
      if (series.hasSamples(fromMillis, toMillis)) {
        found.add(series.labels());
      }
    }
    try (BlockSet.Lease lease = blocks.lease(fromMillis, toMillis)) {
      for (Block block : lease.blocks()) {
        Postings ids = Selection.select(block.index(), matchers);
        for (int i = 0; i < ids.size(); i++) {
          if (block.hasSamples(ids.ids()[i], fromMillis, toMillis)) {
            found.add(block.labels(ids.ids()[i]));
          }
        }
      }
    }
    return List.copyOf(found);
  }

  /// Names of the labels of such series; sorted.
  List<String> labelNames(List<Matcher> matchers, long fromMillis, long toMillis) {
    Set<String> names = new TreeSet<>();
    for (Labels labels : labels(matchers, fromMillis, toMillis)) {
      for (Label label : labels) {
        names.add(label.name());
      }
    }
    return List.copyOf(names);
  }

  /// Values of label `name` of such series; sorted.
  List<String> labelValues(String name, List<Matcher> matchers, long fromMillis, long toMillis) {
    Set<String> values = new TreeSet<>();
    for (Labels labels : labels(matchers, fromMillis, toMillis)) {
      if (labels.has(name)) {
        values.add(labels.get(name));
      }
    }
    return List.copyOf(values);
  }
}
