package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.syntax.AggregateOperator;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.StepVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `topk` and `bottomk`: for each group and step a heap of the best so far, the worst of them on
/// top; NaN is worse than any number, and of equal values the later one. Histograms are left out.
/// Not thread-safe.
public final class BestPicks {

  private final boolean largest;
  private final Grouping grouping;
  private final double[] counts;

  /// By group, the room of each of its heaps, and where the first one is.
  private final int[] room;

  private final int[] base;
  private final int[][] sizes;
  private final double[] values;
  private final int[] series;

  /// @param counts how many, at each step
  public BestPicks(AggregateOperator operator, Grouping grouping, double[] counts) {
    this.largest = operator == AggregateOperator.TOPK;
    this.grouping = grouping;
    this.counts = counts;
    this.room = grouping.sizes();
    this.base = new int[room.length];
    this.sizes = new int[room.length][counts.length];
    double most = 0;
    for (double count : counts) {
      most = Math.max(most, count);
    }
    int cells = 0;
    for (int group = 0; group < room.length; group++) {
      room[group] = (int) Math.min(room[group], most);
      base[group] = cells;
      cells = Math.addExact(cells, Math.multiplyExact(room[group], counts.length));
    }
    this.values = new double[cells];
    this.series = new int[cells];
  }

  /// How many values it holds at most.
  public long cells() {
    return values.length;
  }

  /// Takes the next series.
  public void add(int index, StepColumn column) {
    int group = grouping.of(index);
    for (int step = column.present().next(0); step >= 0; step = column.present().next(step + 1)) {
      int most = (int) Math.clamp(counts[step], 0.0, room[group]);
      int heap = base[group] + step * room[group];
      double value = column.value(step);
      if (sizes[group][step] < most) {
        rise(heap, sizes[group][step]++, value, index);
      } else if (most > 0 && isBetter(value, index, values[heap], series[heap])) {
        sink(heap, most, value, index);
      }
    }
  }

  private boolean isBetter(double value, int index, double other, int otherIndex) {
    boolean isNan = Double.isNaN(value);
    boolean otherIsNan = Double.isNaN(other);
    if (isNan != otherIsNan) {
      return otherIsNan;
    }
    if (isNan || value == other) {
      return index < otherIndex;
    }
    return largest ? value > other : value < other;
  }

  private void rise(int heap, int from, double value, int index) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / 2;
      if (isBetter(value, index, values[heap + parent], series[heap + parent])) {
        break;
      }
      put(heap + place, values[heap + parent], series[heap + parent]);
      place = parent;
    }
    put(heap + place, value, index);
  }

  private void sink(int heap, int size, double value, int index) {
    int place = 0;
    while (true) {
      int child = 2 * place + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size
          && isBetter(
              values[heap + child],
              series[heap + child],
              values[heap + child + 1],
              series[heap + child + 1])) {
        child++;
      }
      if (!isBetter(value, index, values[heap + child], series[heap + child])) {
        break;
      }
      put(heap + place, values[heap + child], series[heap + child]);
      place = child;
    }
    put(heap + place, value, index);
  }

  private void put(int cell, double value, int index) {
    values[cell] = value;
    series[cell] = index;
  }

  /// The samples picked. With one step the best of each group come first, group by group; else the
  /// order is that of the input.
  public StepVector result(StepVector input) {
    return counts.length == 1 ? ranked(input) : inOrder(input);
  }

  private StepVector ranked(StepVector input) {
    List<StepSeries> ranked = new ArrayList<>();
    for (int group = 0; group < room.length; group++) {
      List<Integer> cells = new ArrayList<>();
      for (int i = 0; i < sizes[group][0]; i++) {
        cells.add(base[group] + i);
      }
      cells.sort(this::compare);
      for (int cell : cells) {
        StepColumn column = new StepColumn(1);
        column.set(0, values[cell]);
        int index = series[cell];
        ranked.add(new StepSeries(input.labels(index), column, input.nameDropped(index)));
      }
    }
    return new HeldVector(ranked);
  }

  private int compare(Integer cell, Integer other) {
    if (cell.equals(other)) {
      return 0;
    }
    return isBetter(values[cell], series[cell], values[other], series[other]) ? -1 : 1;
  }

  private StepVector inOrder(StepVector input) {
    Map<Integer, StepColumn> picked = new TreeMap<>();
    for (int group = 0; group < room.length; group++) {
      for (int step = 0; step < counts.length; step++) {
        int heap = base[group] + step * room[group];
        for (int i = heap; i < heap + sizes[group][step]; i++) {
          picked
              .computeIfAbsent(series[i], _ -> new StepColumn(counts.length))
              .set(step, values[i]);
        }
      }
    }
    return Picks.under(input, picked);
  }
}
