package io.mallwatch.traces;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.Span;
import io.mallwatch.model.TimeRange;
import java.util.List;
import java.util.Optional;

/// Where spans live. Engines: embedded segments (`traces.segment`), Jaeger (`traces.jaeger`). Every
/// engine passes `TraceStoreContract`. Methods block and may be called from any thread.
public interface TraceStore extends AutoCloseable {

  /// Keeps the spans of `batch`, all or nothing. On return they survive a crash of this process and
  /// are found.
  ///
  /// @throws io.mallwatch.model.StoreOverloadedException when too much waits; nothing was kept
  /// @throws io.mallwatch.model.StoreUnavailableException when the disk is full; nothing was kept
  void append(SpanBatch batch);

  /// As [#append(SpanBatch)], for spans that are at hand as objects.
  default void append(List<Span> spans) {
    append(SpanBatch.of(spans));
  }

  /// Traces with a span that satisfies the query, newest start first.
  List<TraceSummary> find(TraceQuery query);

  /// The whole trace, or as much of it as the engine reads of one; see [Trace#isCut()].
  ///
  /// @param traceId 32 lower-case hex digits; shorter ids are padded with zeros on the left
  Optional<Trace> trace(String traceId, Deadline deadline);

  /// Keeps a copy of the trace beyond the retention, to be found by its id.
  ///
  /// @return whether the trace is there
  /// @throws io.mallwatch.model.StoreUnavailableException when it could not be kept, or when there
  ///   is no room for more such traces
  boolean archive(String traceId);

  /// Names of services, sorted.
  List<String> services();

  /// Operations of a service, sorted by name.
  List<Operation> operations(String service);

  /// Calls between services in `range`.
  List<ServiceEdge> dependencies(TimeRange range);

  TraceCapabilities capabilities();

  @Override
  void close();
}
