package io.mallwatch.traces.segment;

import io.mallwatch.model.Span;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.graph.EdgeCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Spans that are not yet in a segment, as encoded fragments by trace, with the same postings as a
/// segment has. Thread-safe.
final class Head {

  /// Fragments and bounds of one trace.
  private static final class HeadTrace {
    private final long high;
    private final long low;
    private final List<byte[]> fragments = new ArrayList<>();
    private long minStart = Long.MAX_VALUE;
    private long maxEnd = Long.MIN_VALUE;
    private long longest;

    private HeadTrace(long high, long low) {
      this.high = high;
      this.low = low;
    }

    private TraceRow row() {
      return new TraceRow(high, low, minStart, maxEnd, longest);
    }
  }

  /// A trace as it goes into a segment.
  record SealedTrace(TraceRow row, List<byte[]> fragments, int ordinal) {}

  private final Instant begun;
  private final List<HeadTrace> traces = new ArrayList<>(); // guarded by this
  private final Map<String, Integer> ordinals = new HashMap<>(); // guarded by this
  private final Map<Long, Postings> postings = new HashMap<>(); // guarded by this
  private final Map<String, Set<Operation>> operations = new TreeMap<>(); // guarded by this
  private long spans; // guarded by this
  private long lastSequence; // guarded by this
  private List<EdgeCount> edges = List.of(); // guarded by this

  Head(Instant begun) {
    this.begun = begun;
  }

  /// Takes in a batch whose last span has the number `sequence`.
  synchronized void add(List<Span> batch, long sequence) {
    Map<String, List<Span>> byTrace = new LinkedHashMap<>();
    for (Span span : batch) {
      byTrace.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span);
    }
    byTrace.forEach(this::addFragment);
    spans += batch.size();
    lastSequence = Math.max(lastSequence, sequence);
  }

  private void addFragment(String traceId, List<Span> fragment) {
    int ordinal =
        ordinals.computeIfAbsent(
            traceId,
            id -> {
              traces.add(new HeadTrace(SpanBlock.high(id), SpanBlock.low(id)));
              return traces.size() - 1;
            });
    HeadTrace trace = traces.get(ordinal);
    trace.fragments.add(SpanBlock.encode(fragment));
    for (Span span : fragment) {
      trace.minStart = Math.min(trace.minStart, span.startNanos());
      trace.maxEnd = Math.max(trace.maxEnd, span.endNanos());
      trace.longest = Math.max(trace.longest, span.durationNanos());
      Terms.of(span, term -> postings.computeIfAbsent(term, _ -> new Postings()).add(ordinal));
      Set<Operation> known =
          operations.computeIfAbsent(span.resource().service(), _ -> new HashSet<>());
      if (known.size() < SegmentTraceStore.MAX_OPERATIONS) {
        known.add(new Operation(span.name(), span.kind()));
      }
    }
  }

  /// Ids of traces that have all `terms` and pass `filter`, newest start first.
  synchronized List<TraceRow> candidates(List<Long> terms, SpanFilter filter) {
    List<TraceRow> found = new ArrayList<>();
    if (terms.isEmpty()) {
      for (HeadTrace trace : traces) {
        addIfPossible(trace, filter, found);
      }
    } else {
      int[] ordinalsFound = null;
      for (long term : terms) {
        Postings list = postings.get(term);
        if (list == null) {
          return List.of();
        }
        int[] sorted = list.sorted();
        ordinalsFound = ordinalsFound == null ? sorted : Postings.intersect(ordinalsFound, sorted);
      }
      for (int ordinal : ordinalsFound == null ? new int[0] : ordinalsFound) {
        addIfPossible(traces.get(ordinal), filter, found);
      }
    }
    found.sort(Comparator.comparingLong(TraceRow::minStart).reversed());
    return found;
  }

  private static void addIfPossible(HeadTrace trace, SpanFilter filter, List<TraceRow> found) {
    if (filter.canHold(trace.minStart, trace.maxEnd, trace.longest)) {
      found.add(trace.row());
    }
  }

  /// The spans of a trace, in order of arrival.
  List<Span> spans(String traceId) {
    List<byte[]> fragments;
    synchronized (this) {
      Integer ordinal = ordinals.get(traceId);
      if (ordinal == null) {
        return List.of();
      }
      fragments = List.copyOf(traces.get(ordinal).fragments);
    }
    List<Span> all = new ArrayList<>();
    fragments.forEach(fragment -> all.addAll(SpanBlock.decode(fragment)));
    return all;
  }

  synchronized Set<String> services() {
    return new TreeSet<>(operations.keySet());
  }

  synchronized Set<Operation> operations(String service) {
    return Set.copyOf(operations.getOrDefault(service, Set.of()));
  }

  synchronized Map<String, Set<Operation>> operations() {
    Map<String, Set<Operation>> copy = new TreeMap<>();
    operations.forEach((service, names) -> copy.put(service, Set.copyOf(names)));
    return copy;
  }

  synchronized long spans() {
    return spans;
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

  /// All traces, newest start first, for a head that is no longer added to.
  synchronized List<SealedTrace> sealedTraces() {
    List<SealedTrace> sealed = new ArrayList<>(traces.size());
    for (int i = 0; i < traces.size(); i++) {
      sealed.add(new SealedTrace(traces.get(i).row(), traces.get(i).fragments, i));
    }
    sealed.sort(Comparator.comparingLong((SealedTrace trace) -> trace.row().minStart()).reversed());
    return sealed;
  }

  /// Terms in the order of their unsigned hashes, with their postings.
  synchronized SortedMap<Long, int[]> sealedPostings() {
    SortedMap<Long, int[]> sealed = new TreeMap<>(Long::compareUnsigned);
    postings.forEach((term, list) -> sealed.put(term, list.sorted()));
    return sealed;
  }

  /// A list of trace ordinals; mostly added in order.
  private static final class Postings {
    private int[] ordinals = new int[4];
    private int size;
    private boolean ordered = true;

    void add(int ordinal) {
      if (size > 0 && ordinals[size - 1] == ordinal) {
        return;
      }
      if (size > 0 && ordinals[size - 1] > ordinal) {
        ordered = false;
      }
      if (size == ordinals.length) {
        ordinals = Arrays.copyOf(ordinals, size * 2);
      }
      ordinals[size++] = ordinal;
    }

    /// In order, each once.
    int[] sorted() {
      if (!ordered) {
        Arrays.sort(ordinals, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
          if (i == 0 || ordinals[i] != ordinals[i - 1]) {
            ordinals[kept++] = ordinals[i];
          }
        }
        size = kept;
        ordered = true;
      }
      return Arrays.copyOf(ordinals, size);
    }

    static int[] intersect(int[] left, int[] right) {
      int[] both = new int[Math.min(left.length, right.length)];
      int size = 0;
      int i = 0;
      int j = 0;
      while (i < left.length && j < right.length) {
        if (left[i] == right[j]) {
          both[size++] = left[i];
          i++;
          j++;
        } else if (left[i] < right[j]) {
          i++;
        } else {
          j++;
        }
      }
      return Arrays.copyOf(both, size);
    }
  }
}
