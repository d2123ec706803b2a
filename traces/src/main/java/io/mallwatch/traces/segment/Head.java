package io.mallwatch.traces.segment;

import io.mallwatch.traces.ByteHash;
import io.mallwatch.traces.LongTable;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.SpanBatch;
import io.mallwatch.traces.SpanOwner;
import io.mallwatch.traces.graph.EdgeCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Spans that are not yet in a segment: the requests as they came, columns that say where each span
/// lies, and the postings of their terms. Thread-safe.
final class Head {

  private final Instant begun;
  private final HeadTraces traces = new HeadTraces(); // guarded by this
  private final TermTable terms = new TermTable(); // guarded by this
  private final List<byte[]> bodies = new ArrayList<>(); // guarded by this
  private final List<SpanOwner> owners = new ArrayList<>(); // guarded by this
  private final Map<SpanOwner, Integer> ownerNumbers = new HashMap<>(); // guarded by this
  private final Map<String, Set<Operation>> operations = new TreeMap<>(); // guarded by this
  private final LongTable<Operation> operationHashes = new LongTable<>(); // guarded by this
  private int spans; // guarded by this
  private int[] body = new int[1_024]; // guarded by this; by span, as the next four
  private int[] at = new int[1_024];
  private int[] length = new int[1_024];
  private int[] owner = new int[1_024];
  private int[] next = new int[1_024];
  private long bytes; // guarded by this
  private long lastSequence; // guarded by this
  private List<EdgeCount> edges = List.of(); // guarded by this

  Head(Instant begun) {
    this.begun = begun;
  }

  /// Takes in a batch whose last span has the number `sequence`.
  synchronized void add(SpanBatch batch, BatchTerms batchTerms, long sequence) {
    int[] numbers = new int[batch.owners().size()];
    List<SpanOwner> given = batch.owners();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(given.get(i));
    }
    bodies.add(batch.bytes());
    bytes += batch.bytes().length;
    long[] all = batchTerms.all();
    for (int i = 0; i < batch.size(); i++) {
      int trace = traces.number(batch.traceHigh(i), batch.traceLow(i));
      int span = place(batch, i, numbers[batch.ownerNumber(i)]);
      traces.take(trace, span, batch.start(i), batch.end(i), next);
      for (long term : batchTerms.ofOwner(batch.ownerNumber(i))) {
        terms.add(term, trace);
      }
      for (int t = batchTerms.from(i); t < batchTerms.to(i); t++) {
        terms.add(all[t], trace);
      }
      operation(batch, i);
    }
    lastSequence = Math.max(lastSequence, sequence);
  }

  private int number(SpanOwner given) {
    Integer known = ownerNumbers.get(given);
    if (known != null) {
      return known;
    }
    ownerNumbers.put(given, owners.size());
    owners.add(given);
    return owners.size() - 1;
  }

  private int place(SpanBatch batch, int i, int ownerNumber) {
    if (spans == body.length) {
      body = Arrays.copyOf(body, spans * 2);
      at = Arrays.copyOf(at, spans * 2);
      length = Arrays.copyOf(length, spans * 2);
      owner = Arrays.copyOf(owner, spans * 2);
      next = Arrays.copyOf(next, spans * 2);
    }
    body[spans] = bodies.size() - 1;
    at[spans] = batch.at(i);
    length[spans] = batch.length(i);
    owner[spans] = ownerNumber;
    next[spans] = -1;
    return spans++;
  }

  private void operation(SpanBatch batch, int i) {
    long hash =
        ByteHash.of(
            Terms.operation(batch.owner(i).serviceHash(), batch.nameHash(i)),
            batch.kind(i).ordinal());
    if (operationHashes.get(hash) != null) {
      return;
    }
    Set<Operation> known =
        operations.computeIfAbsent(batch.owner(i).service(), _ -> new HashSet<>());
    if (known.size() < SegmentTraceStore.MAX_OPERATIONS) {
      Operation operation = new Operation(batch.name(i), batch.kind(i));
      known.add(operation);
      operationHashes.put(hash, operation);
    }
  }

  /// Traces that have all `wanted` and may hold a span that passes `filter`, newest start first.
  synchronized HeadCandidates candidates(long[] wanted, SpanFilter filter) {
    int[] both = null;
    for (long term : wanted) {
      int[] found = terms.traces(term);
      both = both == null ? found : Postings.intersect(both, found);
    }
    int count = both == null ? traces.size() : both.length;
    int[] kept = new int[count];
    long[] starts = new long[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      int trace = both == null ? i : both[i];
      if (filter.canHold(traces.minStart(trace), traces.maxEnd(trace), traces.longest(trace))) {
        kept[size] = trace;
        starts[size++] = traces.minStart(trace);
      }
    }
    return new HeadCandidates(this, filter, kept, starts, size);
  }

  synchronized String traceId(int trace) {
    return traces.traceId(trace);
  }

  /// The spans of a trace, in order of arrival; empty when it is not here.
  synchronized List<StoredSpan> spans(long high, long low) {
    int trace = traces.find(high, low);
    return trace < 0 ? List.of() : spans(trace);
  }

  /// The number of a trace, or -1.
  synchronized int find(long high, long low) {
    return traces.find(high, low);
  }

  /// The spans of the trace with a number.
  synchronized List<StoredSpan> spans(int trace) {
    List<StoredSpan> found = new ArrayList<>();
    for (int span = traces.first(trace); span >= 0; span = next[span]) {
      found.add(
          new StoredSpan(owners.get(owner[span]), bodies.get(body[span]), at[span], length[span]));
    }
    return found;
  }

  synchronized Map<String, Set<Operation>> operations() {
    Map<String, Set<Operation>> copy = new TreeMap<>();
    operations.forEach((service, names) -> copy.put(service, Set.copyOf(names)));
    return copy;
  }

  synchronized long spans() {
    return spans;
  }

  /// Bytes of the requests that it holds on to.
  synchronized long bytes() {
    return bytes;
  }

  synchronized long lastSequence() {
    return lastSequence;
  }

  Instant begun() {
    return begun;
  }

  /// The edges that go into the segment with it.
  synchronized void edges(List<EdgeCount> drained) {
    edges = List.copyOf(drained);
  }

  synchronized List<EdgeCount> edges() {
    return edges;
  }

  synchronized int traceCount() {
    return traces.size();
  }

  /// Numbers of all traces, newest start first, for a head that is no longer added to.
  synchronized int[] newestFirst() {
    return traces.newestFirst();
  }

  synchronized TraceRow row(int trace) {
    return traces.row(trace);
  }

  /// All terms, in the order of unsigned numbers.
  synchronized long[] terms() {
    return terms.terms();
  }

  /// Numbers of the traces that have a term.
  synchronized int[] traces(long term) {
    return terms.traces(term);
  }
}
