package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.model.Labels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A vector in which series that have become equal by their labels are one. They may be as long as
/// they never have a sample at the same step.
final class MergedVector implements StepVector {

  private static final int NONE = -1;

  private final StepVector input;

  /// The first series of each label set; order of first appearance.
  private final int[] firsts;

  /// After each series of the input the next one with its labels, or -1.
  private final int[] next;

  private MergedVector(StepVector input, int[] firsts, int[] next) {
    this.input = input;
    this.firsts = firsts;
    this.next = next;
  }

  /// `input` itself when all its series differ.
  static StepVector of(StepVector input) {
    int size = input.size();
    if (size < 2) {
      return input;
    }
    long[] hashes = new long[size];
    int[] table = new int[Integer.highestOneBit(size) * 4];
    Arrays.fill(table, NONE);
    int[] next = {};
    int[] lasts = {};
    int merged = 0;
    for (int i = 0; i < size; i++) {
      Labels labels = input.labels(i);
      hashes[i] = hash(labels, nameGoes(input, i, labels));
      int slot = slot(input, hashes, table, i, labels);
      int first = table[slot];
      if (first == NONE) {
        table[slot] = i;
        continue;
      }
      if (merged++ == 0) {
        next = new int[size];
        Arrays.fill(next, NONE);
        lasts = new int[size];
        Arrays.setAll(lasts, k -> k);
      }
      next[lasts[first]] = i;
      lasts[first] = i;
    }
    return merged == 0 ? input : new MergedVector(input, firsts(next, merged), next);
  }

  private static int slot(StepVector input, long[] hashes, int[] table, int index, Labels labels) {
    int mask = table.length - 1;
    int slot = (int) hashes[index] & mask;
    while (table[slot] != NONE
        && !(hashes[table[slot]] == hashes[index] && same(input, table[slot], index, labels))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static boolean same(StepVector input, int left, int right, Labels labels) {
    Labels other = input.labels(left);
    return other.equals(labels) && nameGoes(input, left, other) == nameGoes(input, right, labels);
  }

  /// Series that differ only in that the name of one is to go stay apart until it does.
  private static boolean nameGoes(StepVector input, int index, Labels labels) {
    return input.nameDropped(index) && labels.has(Labels.METRIC_NAME);
  }

  private static long hash(Labels labels, boolean nameGoes) {
    long mixed = (labels.hashCode() * 2L + (nameGoes ? 1 : 0)) * 0x9e3779b97f4a7c15L;
    return mixed ^ (mixed >>> 29);
  }

  private static int[] firsts(int[] next, int merged) {
    boolean[] follows = new boolean[next.length];
    for (int after : next) {
      if (after != NONE) {
        follows[after] = true;
      }
    }
    int[] firsts = new int[next.length - merged];
    int count = 0;
    for (int i = 0; i < next.length; i++) {
      if (!follows[i]) {
        firsts[count++] = i;
      }
    }
    return firsts;
  }

  @Override
  public int size() {
    return firsts.length;
  }

  @Override
  public Labels labels(int index) {
    return input.labels(firsts[index]);
  }

  @Override
  public boolean nameDropped(int index) {
    return input.nameDropped(firsts[index]);
  }

  @Override
  public Reader reader() {
    Reader reader = input.reader();
    return new Reader() {
      private @Nullable StepColumn other;

      @Override
      public void read(int index, StepColumn into) {
        reader.read(firsts[index], into);
        for (int more = next[firsts[index]]; more != NONE; more = next[more]) {
          StepColumn column = other == null ? new StepColumn(into.steps()) : other;
          other = column;
          reader.read(more, column);
          unite(into, column);
        }
      }
    };
  }

  static void unite(StepColumn into, StepColumn more) {
    Presence taken = new Presence(into.steps());
    into.addPresenceTo(taken);
    Presence added = new Presence(into.steps());
    more.addPresenceTo(added);
    if (taken.intersects(added)) {
      throw Naming.sameLabels();
    }
    for (int step = added.next(0); step >= 0; step = added.next(step + 1)) {
      NativeHistogram histogram = more.histogram(step);
      if (histogram == null) {
        into.set(step, more.value(step));
      } else {
        into.set(step, histogram);
      }
    }
  }
}
