package io.mallwatch.doors.zipkin;

import io.mallwatch.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A span as Zipkin tells it, while it is read. Not thread-safe.
final class ZipkinSpan {

  private static final long NANOS_PER_MICRO = 1_000;
  private static final int TRACE_DIGITS = 32;
  private static final int SPAN_DIGITS = 16;

  String traceId = "";
  String id = "";
  String parentId = "";
  String name = "";
  Span.Kind kind = Span.Kind.UNSPECIFIED;
  long timestampMicros;
  long durationMicros;
  String service = "";
  boolean shared;
  final Map<String, Object> attributes = new HashMap<>();
  final List<Span.Event> events = new ArrayList<>();

  void annotation(long micros, String value) {
    events.add(new Span.Event(micros * NANOS_PER_MICRO, value, Map.of()));
  }

  /// Who was called, or who called.
  void remote(String remoteService, String address, long port) {
    if (!remoteService.isEmpty()) {
      attributes.put("peer.service", remoteService.toLowerCase(Locale.ROOT));
    }
    if (!address.isEmpty()) {
      attributes.put("network.peer.address", address);
    }
    if (port > 0) {
      attributes.put("network.peer.port", port);
    }
  }

  /// Whether trace and span id are hex digits of a possible length, not all zero.
  boolean isSound() {
    return isId(traceId, TRACE_DIGITS) && isId(id, SPAN_DIGITS);
  }

  private static boolean isId(String given, int most) {
    return given.matches("[0-9a-f]{1," + most + "}") && !given.matches("0+");
  }

  private static String padded(String given, int digits) {
    return "0".repeat(digits - given.length()) + given;
  }

  /// As OpenTelemetry has it; names in lower case, as Zipkin keeps them.
  Span span() {
    if (shared) {
      attributes.put("zipkin.shared", true);
    }
    String error = attributes.getOrDefault("error", "false").toString();
    boolean failed = !error.equals("false");
    String owner = service.isEmpty() ? "unknown_service" : service.toLowerCase(Locale.ROOT);
    long start = timestampMicros * NANOS_PER_MICRO;
    return new Span(
        padded(traceId, TRACE_DIGITS),
        padded(id, SPAN_DIGITS),
        isId(parentId, SPAN_DIGITS) ? padded(parentId, SPAN_DIGITS) : "",
        name.toLowerCase(Locale.ROOT),
        kind,
        start,
        start + Math.max(0, durationMicros) * NANOS_PER_MICRO,
        failed ? Span.Status.ERROR : Span.Status.UNSET,
        failed && !error.equals("true") ? error : "",
        attributes,
        events,
        List.of(),
        new Span.Resource(owner, Map.of("service.name", owner)),
        Span.Scope.NONE);
  }
}
