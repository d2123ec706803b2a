package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.model.Labels;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Labels of series in blocks that were asked for lately. Bounded; thread-safe.
final class LabelCache {

  private static final int BITS = 16;

  private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(1 << BITS);

  private record Entry(BlockIndex index, int id, Labels labels) {}

  Labels labels(BlockIndex index, int id) {
    int slot = (id + index.hashCode()) & ((1 << BITS) - 1);
    Entry entry = entries.get(slot);
    if (entry == null || entry.id != id || entry.index != index) {
      entry = new Entry(index, id, index.labels(id));
      entries.set(slot, entry);
    }
    return entry.labels;
  }
}
