package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.chunk.ByteSink;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.chunk.SampleBuffer;
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
    this.bySeries = Map.copyOf(bySeries);
  }

  boolean isEmpty() {
    return bySeries.isEmpty();
  }

  /// These and `[from, to]` of the series `ids`.
  Tombstones with(Postings ids, long from, long to) {
    Map<Integer, List<Interval>> more = new HashMap<>(bySeries);
    for (int i = 0; i < ids.size(); i++) {
      List<Interval> intervals = new ArrayList<>(more.getOrDefault(ids.ids()[i], List.of()));
      intervals.add(new Interval(from, to));
      more.put(ids.ids()[i], List.copyOf(intervals));
    }
    return new Tombstones(more);
  }

  /// Removes what was deleted from samples that were just read; they are in time order.
  void apply(int series, SampleBuffer samples) {
    for (Interval interval : bySeries.getOrDefault(series, List.of())) {
      samples.removeRange(interval.from(), interval.to());
    }
  }

  /// Whether nothing of `[from, to]` is left.
  boolean covers(int series, long from, long to) {
    for (Interval interval : bySeries.getOrDefault(series, List.of())) {
      if (interval.from() <= from && interval.to() >= to) {
        return true;
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
    return out.u32(BlockWriter.checksum(out.array(), out.size())).toByteArray();
  }

  /// @throws CorruptDataException when the checksum is wrong
  static Tombstones of(byte[] bytes) {
    int length = bytes.length - 4;
    if (length < 1
        || BlockWriter.checksum(bytes, length)
            != new ByteSource(bytes, length, bytes.length).u32()) {
      throw new CorruptDataException("the list of deletions is damaged");
    }
    ByteSource in = new ByteSource(bytes, 0, length);
    Tombstones all = NONE;
    for (int left = in.count(Integer.MAX_VALUE); left > 0; left--) {
      Postings series = Postings.of((int) in.varint());
      all = all.with(series, in.zigzag(), in.zigzag());
    }
    return all;
  }
}
