package io.mallwatch.metrics.tsdb.head;

import io.mallwatch.model.Labels;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Series by their labels: open addressing, eight bytes a series. Not thread-safe.
final class SeriesTable {

  private @Nullable HeadSeries[] slots = new HeadSeries[1024];
  private int size;

  @Nullable HeadSeries find(Labels labels) {
    int mask = slots.length - 1;
    int at = slot(labels, mask);
    HeadSeries found = slots[at];
    while (found != null && !found.labels().equals(labels)) {
      at = (at + 1) & mask;
      found = slots[at];
    }
    return found;
  }

  private static int slot(Labels labels, int mask) {
    int mixed = labels.hashCode() * 0x9e3779b9;
    return (mixed ^ (mixed >>> 15)) & mask;
  }

  /// Adds a series that is not there.
  void add(HeadSeries series) {
    if (size * 2 >= slots.length) {
      rebuild(slots.length * 2, one -> true);
    }
    put(series);
    size++;
  }

  private void put(HeadSeries series) {
    int mask = slots.length - 1;
    int at = slot(series.labels(), mask);
    while (slots[at] != null) {
      at = (at + 1) & mask;
    }
    slots[at] = series;
  }

  /// Keeps only what passes.
  void keep(Predicate<HeadSeries> passes) {
    rebuild(slots.length, passes);
  }

  private void rebuild(int length, Predicate<HeadSeries> passes) {
    @Nullable HeadSeries[] old = slots;
    slots = new HeadSeries[length];
    size = 0;
    for (HeadSeries series : old) {
      if (series != null && passes.test(series)) {
        put(series);
        size++;
      }
    }
  }

  int size() {
    return size;
  }
}
