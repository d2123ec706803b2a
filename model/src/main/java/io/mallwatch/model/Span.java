package io.mallwatch.model;

import java.util.List;
import java.util.Map;

/// One operation of one service inside a trace, as OpenTelemetry's data model has it.
///
/// Attribute values are String, Boolean, Long, Double, or a List of these.
///
/// @param traceId 32 lower-case hex digits, not all zero
/// @param spanId 16 lower-case hex digits, not all zero
/// @param parentSpanId 16 lower-case hex digits, or empty for a root
/// @param name operation, low in cardinality (`GET /orders/{id}`)
/// @param kind its side of a call
/// @param startNanos nanoseconds since the epoch
/// @param endNanos nanoseconds since the epoch, not before `startNanos`
/// @param status outcome
/// @param statusMessage explains an error; else empty
/// @param attributes of the span itself
/// @param events moments inside it
/// @param links other spans it belongs with
/// @param resource who emitted it
/// @param scope instrumentation that made it
public record Span(
    String traceId,
    String spanId,
    String parentSpanId,
    String name,
    Kind kind,
    long startNanos,
    long endNanos,
    Status status,
    String statusMessage,
    Map<String, Object> attributes,
    List<Event> events,
    List<Link> links,
    Resource resource,
    Scope scope) {

  public Span {
    attributes = Map.copyOf(attributes);
    events = List.copyOf(events);
    links = List.copyOf(links);
  }

  /// Side of a call, in OTLP's numbering (0 to 5).
  public enum Kind {
    UNSPECIFIED,
    INTERNAL,
    SERVER,
    CLIENT,
    PRODUCER,
    CONSUMER
  }

  /// Outcome, in OTLP's numbering (0 to 2).
  public enum Status {
    UNSET,
    OK,
    ERROR
  }

  /// A moment inside a span, such as an exception.
  ///
  /// @param timeNanos nanoseconds since the epoch
  public record Event(long timeNanos, String name, Map<String, Object> attributes) {
    public Event {
      attributes = Map.copyOf(attributes);
    }
  }

  /// A reference to a span of this or another trace.
  public record Link(String traceId, String spanId, Map<String, Object> attributes) {
    public Link {
      attributes = Map.copyOf(attributes);
    }
  }

  /// Who emits spans.
  ///
  /// @param service `service.name`; `unknown_service` when it was not said
  /// @param attributes all resource attributes, `service.name` included
  public record Resource(String service, Map<String, Object> attributes) {
    public Resource {
      attributes = Map.copyOf(attributes);
    }
  }

  /// The instrumentation library.
  public record Scope(String name, String version, Map<String, Object> attributes) {

    /// When the sender named none.
    public static final Scope NONE = new Scope("", "", Map.of());

    public Scope {
      attributes = Map.copyOf(attributes);
    }
  }

  public long durationNanos() {
    return endNanos - startNanos;
  }

  public boolean isRoot() {
    return parentSpanId.isEmpty();
  }

  public boolean isError() {
    return status == Status.ERROR;
  }
}
