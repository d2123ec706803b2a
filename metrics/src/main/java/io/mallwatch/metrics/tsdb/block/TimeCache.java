package io.mallwatch.metrics.tsdb.block;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Decoded times that a query has met, so that series which share them decode them once. Bounded;
/// thread-safe; made for one query or merge and thrown away with it.
public final class TimeCache {

  private static final int SLOTS = 1 << 10;

  private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(SLOTS);

  private record Entry(TimeSlices slices, long slice, long[] times) {}

  /// Empty.
  public TimeCache() {}

  long[] times(TimeSlices slices, long slice) {
    int slot = (int) ((slice * 0x9e3779b97f4a7c15L) >>> 54) ^ (slices.hashCode() & (SLOTS - 1));
    Entry entry = entries.get(slot);
    if (entry == null || entry.slice != slice || entry.slices != slices) {
      entry = new Entry(slices, slice, slices.times(slice));
      entries.set(slot, entry);
    }
    return entry.times;
  }
}
