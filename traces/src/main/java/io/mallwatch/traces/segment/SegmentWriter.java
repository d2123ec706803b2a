package io.mallwatch.traces.segment;

import io.mallwatch.traces.Operation;
import io.mallwatch.traces.SpanOwner;
import io.mallwatch.traces.graph.EdgeCount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Writes a [Head] as one segment file; see `docs/formats/traces.md`.
final class SegmentWriter {

  private static final int BLOCK_BYTES = 64 << 10;

  private final Head head;
  private final int[] order;
  private final SegmentFile file;
  private final ByteSink block = new ByteSink();
  private final Map<SpanOwner, Integer> blockOwners = new LinkedHashMap<>();

  private SegmentWriter(Head head, int[] order, SegmentFile file) {
    this.head = head;
    this.order = order;
    this.file = file;
  }

  /// Writes traces of `head` to `path`, which must not exist.
  ///
  /// @param order numbers of the traces, newest start first; with none, a segment that has only the
  ///   head's operations, edges and last sequence number
  static void write(Head head, int[] order, Path path) throws IOException {
    try (SegmentFile file = new SegmentFile(path)) {
      new SegmentWriter(head, order, file).write();
    }
  }

  private void write() throws IOException {
    int[] rowOf = new int[head.traceCount()];
    Arrays.fill(rowOf, -1);
    long spanCount = 0;
    TraceRow[] traces = new TraceRow[order.length];
    int[] blockOf = new int[order.length];
    int[] offsetOf = new int[order.length];
    int blockNumber = 0;
    beginBlock();
    for (int row = 0; row < order.length; row++) {
      rowOf[order[row]] = row;
      traces[row] = head.row(order[row]);
      blockOf[row] = blockNumber;
      offsetOf[row] = block.size();
      List<StoredSpan> spans = head.spans(order[row]);
      spanCount += spans.size();
      trace(spans);
      if (block.size() >= BLOCK_BYTES || row == order.length - 1) {
        endBlock();
        blockNumber++;
      }
    }
    ByteSink terms = new ByteSink();
    ByteSink postings = new ByteSink();
    for (long term : head.terms()) {
      int[] having = head.traces(term);
      int count = 0;
      for (int trace : having) {
        if (rowOf[trace] >= 0) {
          having[count++] = rowOf[trace];
        }
      }
      if (count > 0) {
        posting(term, having, count, terms, postings);
      }
    }
    file.finish(
        new ByteSink[] {
          rows(traces, blockOf, offsetOf),
          idOrder(traces, blockOf),
          terms,
          postings,
          names(head.operations(), head.edges())
        },
        new SegmentFile.Totals(
            head.lastSequence(),
            spanCount,
            Arrays.stream(traces).mapToLong(TraceRow::minStart).min().orElse(Long.MAX_VALUE),
            Arrays.stream(traces).mapToLong(TraceRow::maxEnd).max().orElse(Long.MIN_VALUE)));
  }

  private void beginBlock() {
    block.clear();
    block.u32(0);
    blockOwners.clear();
  }

  private void trace(List<StoredSpan> spans) {
    block.varint(spans.size());
    for (StoredSpan span : spans) {
      int next = blockOwners.size();
      Integer known = blockOwners.putIfAbsent(span.owner(), next);
      block.varint(known == null ? next : known);
      span.appendTo(block);
    }
  }

  private void endBlock() throws IOException {
    int owners = block.size();
    block.varint(blockOwners.size());
    for (SpanOwner owner : blockOwners.keySet()) {
      byte[] resource = owner.resourceBytes();
      byte[] scope = owner.scopeBytes();
      block.varint(resource.length).raw(resource).varint(scope.length).raw(scope);
    }
    block.setU32(0, owners);
    file.block(block.array(), block.size());
    beginBlock();
  }

  static ByteSink rows(TraceRow[] traces, int[] blockOf, int[] offsetOf) {
    ByteSink rows = new ByteSink();
    for (int i = 0; i < traces.length; i++) {
      TraceRow row = traces[i];
      rows.u64(row.high()).u64(row.low()).u64(row.minStart()).u64(row.maxEnd()).u64(row.longest());
      rows.u32(blockOf[i]).u32(offsetOf[i]);
    }
    return rows;
  }

  /// Writes a term with its rows, which are put in order.
  static void posting(long term, int[] rows, int count, ByteSink terms, ByteSink postings) {
    if (count == 1) {
      terms.u64(term).u32(rows[0]).u32(1);
      return;
    }
    Arrays.sort(rows, 0, count);
    terms.u64(term).u32(postings.size()).u32(count);
    int last = 0;
    for (int i = 0; i < count; i++) {
      postings.varint(rows[i] - last);
      last = rows[i];
    }
  }

  /// Row numbers in the order of trace ids; of one id, in the order of arrival, which is that of
  /// the blocks.
  static ByteSink idOrder(TraceRow[] traces, int[] blockOf) {
    ByteSink ids = new ByteSink();
    IntStream.range(0, traces.length)
        .boxed()
        .sorted(
            Comparator.<Integer, TraceRow>comparing(i -> traces[i], SegmentLayout.BY_ID)
                .thenComparingInt(i -> blockOf[i]))
        .forEach(ids::u32);
    return ids;
  }

  /// Operations by service, then edges.
  static ByteSink names(Map<String, Set<Operation>> operations, List<EdgeCount> edges) {
    ByteSink names = new ByteSink().varint(operations.size());
    operations.forEach((service, known) -> {
      names.text(service).varint(known.size());
      known.forEach(operation -> names.text(operation.name()).u8(operation.kind().ordinal()));
    });
    names.varint(edges.size());
    for (EdgeCount edge : edges) {
      names.zigzag(edge.hour()).text(edge.parent()).text(edge.child());
      names.u8(edge.childType().ordinal());
      names.varint(edge.calls()).varint(edge.errors()).varint(edge.durationNanosSum());
    }
    return names;
  }
}
