package io.mallwatch.metrics.tsdb.head;

import io.mallwatch.model.Labels;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Series by their labels: open addressing, with the hashes beside the series so that only what is
/// looked for is touched; 16 to 32 bytes a series. Not thread-safe.
final class SeriesTable {

  private @Nullable HeadSeries[] slots = new HeadSeries[1024];
  private int[] hashes = new int[1024];
  private int size;

  @Nullable HeadSeries find(Labels labels) {
    int hash = mixed(labels);
    int mask = slots.length - 1;
    int at = hash & mask;
    HeadSeries found = slots[at];
    while (found != null && !(hashes[at] == hash && found.labels().equals(labels))) {
      at = (at + 1) & mask;
      found = slots[at];
    }
    return found;
  }

  private static int mixed(Labels labels) {
    int mixed = labels.hashCode() * 0x9e3779b9;
    return mixed ^ (mixed >>> 15);
  }

  /// Adds a series that is not there.
  void add(HeadSeries series) {
    if (size * 2 >= slots.length) {
      rebuild(slots.length * 2, _ -> true);
    }
    put(series, mixed(series.labels()));
    size++;
  }

  private void put(HeadSeries series, int hash) {
    int mask = slots.length - 1;
    int at = hash & mask;
    while (slots[at] != null) {
      at = (at + 1) & mask;
    }
    slots[at] = series;
    hashes[at] = hash;
  }

  /// Keeps only what passes.
  void keep(Predicate<HeadSeries> passes) {
    rebuild(slots.length, passes);
  }

  private void rebuild(int length, Predicate<HeadSeries> passes) {
    @Nullable HeadSeries[] old = slots;
    int[] oldHashes = hashes;
    slots = new HeadSeries[length];
    hashes = new int[length];
    size = 0;
    for (int i = 0; i < old.length; i++) {
      HeadSeries series = old[i];
      if (series != null && passes.test(series)) {
        put(series, oldHashes[i]);
        size++;
      }
    }
  }

  int size() {
    return size;
  }
}
