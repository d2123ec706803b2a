package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.ByteSink;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.chunk.ColumnEdits;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.model.CorruptDataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was deleted from a block and still lies in its files. Immutable.
final class Tombstones {

  /// Nothing was deleted.
  static final Tombstones NONE = new Tombstones(Map.of());

  /// Both ends inclusive.
  private record Interval(long from, long to) {}

  private final Map<Integer, List<Interval>> bySeries;

  private Tombstones(Map<Integer, List<Interval>> bySeries) {
    this.bySeries = bySeries;
  }

  boolean isEmpty() {
    return bySeries.isEmpty();
  }

  /// Whether anything of a series was deleted.
  boolean touches(int series) {
    return !bySeries.isEmpty() && bySeries.containsKey(series);
  }

  /// These and `[from, to]` of the series `ids`.
  Tombstones with(Postings ids, long from, long to) {
    Map<Integer, List<Interval>> more = new HashMap<>(bySeries);
    for (int i = 0; i < ids.size(); i++) {
      add(more, ids.ids()[i], new Interval(from, to));
    }
    return new Tombstones(more);
  }

  /// Adds an interval, joined with those it meets.
  private static void add(Map<Integer, List<Interval>> all, int series, Interval added) {
    List<Interval> joined = new ArrayList<>();
    Interval whole = added;
    for (Interval one : all.getOrDefault(series, List.of())) {
      if (one.from() <= whole.to() && whole.from() <= one.to()) {
        whole = new Interval(Math.min(one.from(), whole.from()), Math.max(one.to(), whole.to()));
      } else {
        joined.add(one);
      }
    }
    joined.add(whole);
    all.put(series, List.copyOf(joined));
  }

  /// Removes what was deleted from the samples from index `start` on; they are in time order.
  void apply(int series, SampleColumns samples, int start) {
    if (!bySeries.isEmpty()) {
      for (Interval interval : bySeries.getOrDefault(series, List.of())) {
        var _ = ColumnEdits.removeRange(samples, start, interval.from(), interval.to());
      }
    }
  }

  /// Whether nothing of `[from, to]` is left.
  boolean covers(int series, long from, long to) {
    if (!bySeries.isEmpty()) {
      for (Interval interval : bySeries.getOrDefault(series, List.of())) {
        if (interval.from() <= from && interval.to() >= to) {
          return true;
        }
      }
    }
    return false;
  }

  /// Count, then series, from, to of each; a CRC32C of it all at the end.
  byte[] toBytes() {
    ByteSink out = new ByteSink(64);
    out.varint(bySeries.values().stream().mapToInt(List::size).sum());
    bySeries.forEach((series, intervals) -> {
      for (Interval interval : intervals) {
        out.varint(series).zigzag(interval.from()).zigzag(interval.to());
      }
    });
    return out.u32(BlockFormat.checksum(out.array(), 0, out.size())).toByteArray();
  }

  /// @throws CorruptDataException when the checksum is wrong
  static Tombstones of(byte[] bytes) {
    int length = bytes.length - 4;
    if (length < 1
        || BlockFormat.checksum(bytes, 0, length)
            != new ByteSource(bytes, length, bytes.length).u32()) {
      throw new CorruptDataException("the list of deletions is damaged");
    }
    ByteSource in = new ByteSource(bytes, 0, length);
    Map<Integer, List<Interval>> all = new HashMap<>();
    for (int left = in.count(Integer.MAX_VALUE); left > 0; left--) {
      int series = (int) in.varint();
      long from = in.zigzag();
      add(all, series, new Interval(from, in.zigzag()));
    }
    return new Tombstones(all);
  }
}
