package io.mallwatch.traces.segment;

import io.mallwatch.model.CorruptDataException;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.TraceSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/// What one reader sees: heads and segments as they were when it began; segments are held until it
/// is closed. Not thread-safe.
final class StoreView implements AutoCloseable {

  private final List<Head> heads;
  private final List<Segment> segments;
  private final Archive archive;
  private final BiConsumer<Segment, CorruptDataException> damaged;

  /// @param segments acquired by the caller, released by [#close()]
  /// @param damaged is told of segments that turn out to be damaged
  StoreView(
      List<Head> heads,
      List<Segment> segments,
      Archive archive,
      BiConsumer<Segment, CorruptDataException> damaged) {
    this.heads = heads;
    this.segments = segments;
    this.archive = archive;
    this.damaged = damaged;
  }

  /// Names of all services, in order.
  List<String> services() {
    Set<String> names = new TreeSet<>();
    heads.forEach(head -> names.addAll(head.operations().keySet()));
    segments.forEach(segment -> names.addAll(segment.operations().keySet()));
    return List.copyOf(names);
  }

  /// Operations of a service, by name, at most [SegmentTraceStore#MAX_OPERATIONS].
  List<Operation> operations(String service) {
    Set<Operation> all = new HashSet<>();
    heads.forEach(head -> all.addAll(head.operations().getOrDefault(service, Set.of())));
    segments.forEach(segment -> all.addAll(segment.operations().getOrDefault(service, Set.of())));
    return all.stream()
        .sorted(Comparator.comparing(Operation::name).thenComparing(Operation::kind))
        .limit(SegmentTraceStore.MAX_OPERATIONS)
        .toList();
  }

  /// Traces with a span that satisfies the query, newest start first.
  List<TraceSummary> find(TraceQuery query) {
    SpanFilter filter = new SpanFilter(query);
    long[] terms = Terms.required(query);
    PriorityQueue<Candidates> parts =
        new PriorityQueue<>(Comparator.comparingLong(Candidates::start).reversed());
    heads.forEach(head -> addIfAny(head.candidates(terms, filter), parts));
    for (Segment segment : segments) {
      SegmentCandidates found = segment.candidates(terms, filter);
      addIfAny(found, parts);
    }
    Set<String> ids = new LinkedHashSet<>();
    while (!parts.isEmpty() && ids.size() < query.limit()) {
      query.deadline().check();
      Candidates newest = parts.poll();
      String id = newest.traceId();
      try {
        if (!ids.contains(id) && newest.matches()) {
          ids.add(id);
        }
      } catch (CorruptDataException e) {
        if (newest instanceof SegmentCandidates broken) {
          damaged.accept(broken.segment(), e);
        }
        continue;
      }
      newest.advance();
      addIfAny(newest, parts);
    }
    return summaries(ids);
  }

  private static void addIfAny(Candidates part, PriorityQueue<Candidates> parts) {
    if (part.isAtTrace()) {
      parts.add(part);
    }
  }

  private List<TraceSummary> summaries(Set<String> ids) {
    List<TraceSummary> summaries = new ArrayList<>();
    for (String id : ids) {
      List<StoredSpan> spans = spans(id).spans();
      if (!spans.isEmpty()) {
        summaries.add(Summaries.of(id, spans));
      }
    }
    summaries.sort(Comparator.comparingLong(TraceSummary::startNanos).reversed());
    return summaries;
  }

  /// The spans of a trace, in order of arrival; none when it is not there.
  ///
  /// @param id 32 hex digits
  TraceSpans spans(String id) {
    long high = TraceIds.high(id);
    long low = TraceIds.low(id);
    TraceSpans found = new TraceSpans(archive.spans(id));
    for (Segment segment : segments) {
      try {
        segment.spans(high, low, found);
      } catch (CorruptDataException e) {
        damaged.accept(segment, e);
      }
    }
    for (Head head : heads) {
      found.add(head.spans(high, low));
    }
    return found;
  }

  @Override
  public void close() {
    segments.forEach(Segment::release);
  }
}
