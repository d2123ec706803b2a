package io.mallwatch.traces.segment;

import io.mallwatch.traces.Operation;
import io.mallwatch.traces.graph.EdgeCount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/// Writes several segments as one. Blocks are copied as they lie, only what leads to them is made
/// anew; a trace that was in several has a row for each. Not thread-safe.
final class SegmentMerger {

  private final List<Segment> inputs;
  private final int[][] rowOf;
  private Segment reading;

  /// @param inputs in order of their sequence numbers, held by the caller
  SegmentMerger(List<Segment> inputs) {
    this.inputs = List.copyOf(inputs);
    this.rowOf = new int[inputs.size()][];
    this.reading = inputs.getFirst();
  }

  /// The segment that was being read when [#write] failed for damage.
  Segment reading() {
    return reading;
  }

  /// Writes them to `path`, which must not exist.
  ///
  /// @throws io.mallwatch.model.CorruptDataException when [#reading()] is damaged
  void write(Path path) throws IOException {
    try (SegmentFile file = new SegmentFile(path)) {
      int[] blocksBefore = copyBlocks(file);
      int count = inputs.stream().mapToInt(Segment::rowCount).sum();
      TraceRow[] traces = new TraceRow[count];
      int[] blockOf = new int[count];
      int[] offsetOf = new int[count];
      orderRows(blocksBefore, traces, blockOf, offsetOf);
      ByteSink terms = new ByteSink();
      ByteSink postings = new ByteSink();
      mergeTerms(count, terms, postings);
      file.finish(
          new ByteSink[] {
            SegmentWriter.rows(traces, blockOf, offsetOf),
            SegmentWriter.idOrder(traces, blockOf),
            terms,
            postings,
            SegmentWriter.names(operations(), edges())
          },
          new SegmentFile.Totals(
              inputs.getLast().lastSequence(),
              inputs.stream().mapToLong(Segment::spanCount).sum(),
              Arrays.stream(traces).mapToLong(TraceRow::minStart).min().orElse(Long.MAX_VALUE),
              Arrays.stream(traces).mapToLong(TraceRow::maxEnd).max().orElse(Long.MIN_VALUE)));
    }
  }

  /// @return by input, how many blocks come before its own
  private int[] copyBlocks(SegmentFile file) throws IOException {
    int[] before = new int[inputs.size()];
    int copied = 0;
    for (int i = 0; i < before.length; i++) {
      before[i] = copied;
      reading = inputs.get(i);
      for (int number = 0; number < reading.blockCount(); number++) {
        Segment.PackedBlock block = reading.packedBlock(number);
        file.packedBlock(block.bytes(), block.bytes().length, block.rawLength(), block.crc());
        copied++;
      }
    }
    return before;
  }

  /// A row of an input, or a term.
  private record Place(long key, int input, int number) {}

  /// Puts all rows in order, newest start first.
  private void orderRows(int[] blocksBefore, TraceRow[] traces, int[] blockOf, int[] offsetOf) {
    PriorityQueue<Place> next =
        new PriorityQueue<>(
            Comparator.comparingLong(Place::key).reversed().thenComparingInt(Place::input));
    for (int i = 0; i < rowOf.length; i++) {
      rowOf[i] = new int[inputs.get(i).rowCount()];
      addRow(i, 0, next);
    }
    for (int row = 0; row < traces.length; row++) {
      Place place = next.remove();
      Segment input = inputs.get(place.input());
      rowOf[place.input()][place.number()] = row;
      traces[row] = input.row(place.number());
      blockOf[row] = blocksBefore[place.input()] + input.blockOf(place.number());
      offsetOf[row] = input.offsetOf(place.number());
      addRow(place.input(), place.number() + 1, next);
    }
  }

  private void addRow(int input, int row, PriorityQueue<Place> next) {
    if (row < rowOf[input].length) {
      next.add(new Place(inputs.get(input).start(row), input, row));
    }
  }

  private void mergeTerms(int rowCount, ByteSink terms, ByteSink postings) {
    PriorityQueue<Place> next =
        new PriorityQueue<>(
            Comparator.<Place>comparingLong(place -> place.key() ^ Long.MIN_VALUE)
                .thenComparingInt(Place::input));
    for (int i = 0; i < rowOf.length; i++) {
      addTerm(i, 0, next);
    }
    int[] rows = new int[rowCount];
    while (!next.isEmpty()) {
      long term = next.element().key();
      int count = 0;
      while (!next.isEmpty() && next.element().key() == term) {
        Place place = next.remove();
        RowCursor having = inputs.get(place.input()).rowsAt(place.number());
        for (int row = having.row(); row != Integer.MAX_VALUE; row = having.skipTo(row + 1)) {
          rows[count++] = rowOf[place.input()][row];
        }
        addTerm(place.input(), place.number() + 1, next);
      }
      SegmentWriter.posting(term, rows, count, terms, postings);
    }
  }

  private void addTerm(int input, int number, PriorityQueue<Place> next) {
    if (number < inputs.get(input).termCount()) {
      next.add(new Place(inputs.get(input).term(number), input, number));
    }
  }

  private Map<String, Set<Operation>> operations() {
    Map<String, Set<Operation>> all = new TreeMap<>();
    for (Segment input : inputs) {
      input
          .operations()
          .forEach((service, known) -> {
            Set<Operation> names = all.computeIfAbsent(service, _ -> new HashSet<>());
            for (Operation operation : known) {
              if (names.size() < SegmentTraceStore.MAX_OPERATIONS) {
                names.add(operation);
              }
            }
          });
    }
    return all;
  }

  private List<EdgeCount> edges() {
    Map<EdgeCount, EdgeCount> sums = new LinkedHashMap<>();
    for (Segment input : inputs) {
      for (EdgeCount edge : input.edges()) {
        sums.merge(edge.bare(), edge, EdgeCount::plus);
      }
    }
    return List.copyOf(sums.values());
  }
}
