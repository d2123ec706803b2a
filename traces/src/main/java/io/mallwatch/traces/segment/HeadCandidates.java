package io.mallwatch.traces.segment;

/// Candidates in the head.
final class HeadCandidates implements Candidates {

  private final Head head;
  private final SpanFilter filter;
  private final StartHeap heap;

  /// Takes the arrays over.
  HeadCandidates(Head head, SpanFilter filter, int[] traces, long[] starts, int size) {
    this.head = head;
    this.filter = filter;
    this.heap = new StartHeap(traces, starts, size);
  }

  @Override
  public boolean isAtTrace() {
    return !heap.isEmpty();
  }

  @Override
  public long start() {
    return heap.firstStart();
  }

  @Override
  public String traceId() {
    return head.traceId(heap.first());
  }

  @Override
  public boolean matches() {
    return head.spans(heap.first()).stream().anyMatch(filter::test);
  }

  @Override
  public void advance() {
    heap.drop();
  }
}
