package io.mallwatch.traces.segment;

import java.util.Arrays;

/// The traces of a head, by number and by id. Not thread-safe.
final class HeadTraces {

  private int[] slots = new int[2_048]; // number + 1, or 0
  private int size;
  private long[] high = new long[1_024];
  private long[] low = new long[1_024];
  private long[] minStart = new long[1_024];
  private long[] maxEnd = new long[1_024];
  private long[] longest = new long[1_024];
  private int[] first = new int[1_024];
  private int[] last = new int[1_024];

  /// The number of a trace; a new one when it is not known.
  int number(long idHigh, long idLow) {
    int slot = slot(idHigh, idLow);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == high.length) {
      grow();
      slot = slot(idHigh, idLow);
    }
    high[size] = idHigh;
    low[size] = idLow;
    minStart[size] = Long.MAX_VALUE;
    maxEnd[size] = Long.MIN_VALUE;
    longest[size] = 0;
    first[size] = -1;
    slots[slot] = size + 1;
    return size++;
  }

  /// The number of a trace, or -1.
  int find(long idHigh, long idLow) {
    return slots[slot(idHigh, idLow)] - 1;
  }

  private int slot(long idHigh, long idLow) {
    int mask = slots.length - 1;
    long mixed = (idLow ^ idHigh * 0x9e3779b97f4a7c15L) * 0xe7037ed1a0b428dbL;
    int slot = (int) (mixed >>> 40) & mask;
    while (slots[slot] != 0
        && !(low[slots[slot] - 1] == idLow && high[slots[slot] - 1] == idHigh)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int room = high.length * 2;
    high = Arrays.copyOf(high, room);
    low = Arrays.copyOf(low, room);
    minStart = Arrays.copyOf(minStart, room);
    maxEnd = Arrays.copyOf(maxEnd, room);
    longest = Arrays.copyOf(longest, room);
    first = Arrays.copyOf(first, room);
    last = Arrays.copyOf(last, room);
    slots = new int[room * 2];
    for (int i = 0; i < size; i++) {
      slots[slot(high[i], low[i])] = i + 1;
    }
  }

  /// Adds a span to a trace.
  ///
  /// @param next by span, the one after it in its trace
  void take(int trace, int span, long start, long end, int[] next) {
    minStart[trace] = Math.min(minStart[trace], start);
    maxEnd[trace] = Math.max(maxEnd[trace], end);
    longest[trace] = Math.max(longest[trace], end - start);
    if (first[trace] < 0) {
      first[trace] = span;
    } else {
      next[last[trace]] = span;
    }
    last[trace] = span;
  }

  int size() {
    return size;
  }

  int first(int trace) {
    return first[trace];
  }

  long minStart(int trace) {
    return minStart[trace];
  }

  long maxEnd(int trace) {
    return maxEnd[trace];
  }

  long longest(int trace) {
    return longest[trace];
  }

  TraceRow row(int trace) {
    return new TraceRow(high[trace], low[trace], minStart[trace], maxEnd[trace], longest[trace]);
  }

  String traceId(int trace) {
    return row(trace).traceId();
  }

  /// Numbers of all traces, newest start first.
  int[] newestFirst() {
    StartHeap heap = new StartHeap(numbers(), Arrays.copyOf(minStart, size), size);
    int[] order = new int[size];
    for (int i = 0; i < order.length; i++) {
      order[i] = heap.first();
      heap.drop();
    }
    return order;
  }

  private int[] numbers() {
    int[] numbers = new int[size];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }
}
