package io.mallwatch.traces.segment;

import java.util.Arrays;

/// From a term to the numbers of the traces that have it. A term with one trace takes two longs and
/// no object. Not thread-safe.
final class TermTable {

  private static final int[] NONE = {};

  /// By slot: the term, then the last trace added (high half) and the number of its list or -1.
  private long[] slots = new long[2 << 12];

  private int shift = Long.SIZE - 12;
  private int size;
  private int[][] lists = new int[256][];
  private int[] sizes = new int[256];
  private int listCount;

  /// Notes that `trace` has `term`.
  void add(long given, int trace) {
    long term = given == 0 ? 1 : given;
    int mask = slots.length / 2 - 1;
    int slot = (int) (term >>> shift);
    while (true) {
      long there = slots[2 * slot];
      if (there == term) {
        append(slot, trace);
        return;
      }
      if (there == 0) {
        slots[2 * slot] = term;
        slots[2 * slot + 1] = pack(trace, -1);
        if (++size > (mask + 1) * 5 / 8) {
          grow();
        }
        return;
      }
      slot = (slot + 1) & mask;
    }
  }

  private static long pack(int trace, int list) {
    return (long) trace << 32 | Integer.toUnsignedLong(list);
  }

  private void append(int slot, int trace) {
    long entry = slots[2 * slot + 1];
    int last = (int) (entry >>> 32);
    if (last == trace) {
      return;
    }
    int list = (int) entry;
    if (list < 0) {
      list = newList(last);
    }
    int count = sizes[list];
    if (count == lists[list].length) {
      lists[list] = Arrays.copyOf(lists[list], count * 2);
    }
    lists[list][count] = trace;
    sizes[list] = count + 1;
    slots[2 * slot + 1] = pack(trace, list);
  }

  private int newList(int first) {
    if (listCount == lists.length) {
      lists = Arrays.copyOf(lists, listCount * 2);
      sizes = Arrays.copyOf(sizes, listCount * 2);
    }
    int[] list = new int[4];
    list[0] = first;
    lists[listCount] = list;
    sizes[listCount] = 1;
    return listCount++;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    shift--;
    int mask = slots.length / 2 - 1;
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] == 0) {
        continue;
      }
      int slot = (int) (old[i] >>> shift);
      while (slots[2 * slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[2 * slot] = old[i];
      slots[2 * slot + 1] = old[i + 1];
    }
  }

  /// The traces that have `term`, in order, each once.
  int[] traces(long given) {
    long term = given == 0 ? 1 : given;
    int mask = slots.length / 2 - 1;
    int slot = (int) (term >>> shift);
    while (slots[2 * slot] != term) {
      if (slots[2 * slot] == 0) {
        return NONE;
      }
      slot = (slot + 1) & mask;
    }
    long entry = slots[2 * slot + 1];
    int list = (int) entry;
    return list < 0 ? new int[] {(int) (entry >>> 32)} : ordered(list);
  }

  private int[] ordered(int list) {
    int[] copy = Arrays.copyOf(lists[list], sizes[list]);
    for (int i = 1; i < copy.length; i++) {
      if (copy[i] <= copy[i - 1]) {
        return sortedOnce(copy);
      }
    }
    return copy;
  }

  private static int[] sortedOnce(int[] values) {
    Arrays.sort(values);
    int kept = 1;
    for (int i = 1; i < values.length; i++) {
      if (values[i] != values[kept - 1]) {
        values[kept++] = values[i];
      }
    }
    return Arrays.copyOf(values, kept);
  }

  int size() {
    return size;
  }

  /// All terms, in the order of unsigned numbers.
  long[] terms() {
    long[] terms = new long[size];
    int count = 0;
    for (int i = 0; i < slots.length; i += 2) {
      if (slots[i] != 0) {
        terms[count++] = slots[i] ^ Long.MIN_VALUE;
      }
    }
    Arrays.sort(terms);
    for (int i = 0; i < count; i++) {
      terms[i] ^= Long.MIN_VALUE;
    }
    return terms;
  }
}
