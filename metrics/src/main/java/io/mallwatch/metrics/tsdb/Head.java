package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.metrics.tsdb.index.Selection;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The series that are written now, in memory. The writer thread alone creates and drops series;
/// reading is for all.
final class Head {

  private final Map<Labels, HeadSeries> byLabels = new ConcurrentHashMap<>();
  private final HeadIndex index = new HeadIndex();

  /// By ref; holes where series went. Replaced when it grows, entries change in place.
  private volatile @Nullable HeadSeries[] byRef = new HeadSeries[1024];

  private volatile int nextRef;

  @Nullable HeadSeries find(Labels labels) {
    return byLabels.get(labels);
  }

  @Nullable HeadSeries byRef(int ref) {
    @Nullable HeadSeries[] table = byRef;
    return ref >= 0 && ref < table.length ? table[ref] : null;
  }

  HeadSeries create(Labels labels) {
    return create(nextRef, labels);
  }

  /// Creates a series with a given ref, higher than all before.
  HeadSeries create(int ref, Labels labels) {
    HeadSeries series = new HeadSeries(ref, labels);
    @Nullable HeadSeries[] table = byRef;
    if (ref >= table.length) {
      table = Arrays.copyOf(table, Math.max(ref + 1, table.length + table.length / 2));
    }
    table[ref] = series;
    byRef = table;
    nextRef = ref + 1;
    byLabels.put(labels, series);
    index.add(ref, labels);
    return series;
  }

  int nextRef() {
    return nextRef;
  }

  int seriesCount() {
    return byLabels.size();
  }

  HeadIndex index() {
    return index;
  }

  /// All series, in the order of their refs.
  List<HeadSeries> series() {
    return resolve(index.all());
  }

  /// Series that pass all matchers, with or without samples.
  List<HeadSeries> select(List<Matcher> matchers) {
    return resolve(Selection.select(index, matchers));
  }

  private List<HeadSeries> resolve(Postings refs) {
    List<HeadSeries> series = new ArrayList<>(refs.size());
    for (int i = 0; i < refs.size(); i++) {
      HeadSeries found = byRef(refs.ids()[i]);
      if (found != null) {
        series.add(found);
      }
    }
    return series;
  }

  /// Leaves refs below `ref` unused.
  void skipRefsBelow(int ref) {
    nextRef = Math.max(nextRef, ref);
  }

  /// Lets go of series that have no samples and were not written to since `unusedSinceMillis`; how
  /// many they were.
  int dropIdle(long unusedSinceMillis) {
    List<HeadSeries> idle = new ArrayList<>();
    for (HeadSeries series : series()) {
      if (series.usedAtMillis() < unusedSinceMillis && series.extent().samples() == 0) {
        idle.add(series);
      }
    }
    drop(idle);
    return idle.size();
  }

  /// Forgets series.
  void drop(List<HeadSeries> series) {
    if (series.isEmpty()) {
      return;
    }
    BitSet gone = new BitSet();
    @Nullable HeadSeries[] table = byRef;
    for (HeadSeries one : series) {
      byLabels.remove(one.labels());
      table[one.ref()] = null;
      gone.set(one.ref());
    }
    index.remove(gone::get);
  }
}
