package io.mallwatch.traces.segment;

/// Numbers of traces of which the one with the latest start is at hand; making it costs one pass,
/// so a search that stops early does not pay for sorting. Not thread-safe.
final class StartHeap {

  private final int[] traces;
  private final long[] starts;
  private int size;

  /// Takes the arrays over.
  StartHeap(int[] traces, long[] starts, int size) {
    this.traces = traces;
    this.starts = starts;
    this.size = size;
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  int first() {
    return traces[0];
  }

  long firstStart() {
    return starts[0];
  }

  /// Takes the first away.
  void drop() {
    size--;
    traces[0] = traces[size];
    starts[0] = starts[size];
    sink(0);
  }

  private void sink(int from) {
    int i = from;
    while (true) {
      int child = 2 * i + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && later(child + 1, child)) {
        child++;
      }
      if (!later(child, i)) {
        return;
      }
      int trace = traces[i];
      long start = starts[i];
      traces[i] = traces[child];
      starts[i] = starts[child];
      traces[child] = trace;
      starts[child] = start;
      i = child;
    }
  }

  private boolean later(int left, int right) {
    return starts[left] > starts[right]
        || (starts[left] == starts[right] && traces[left] < traces[right]);
  }
}
