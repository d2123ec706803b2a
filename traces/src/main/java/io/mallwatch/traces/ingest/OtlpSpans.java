package io.mallwatch.traces.ingest;

import io.mallwatch.model.Span;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads OTLP's ExportTraceServiceRequest (opentelemetry-proto 1.x) without generated classes.
///
/// Spans with a trace or span id that is missing, all zero or of wrong length are refused one by
/// one; a span that ends before it starts is kept with no duration.
public final class OtlpSpans {

  private static final int TRACE_ID_DIGITS = 32;
  private static final int SPAN_ID_DIGITS = 16;

  private final List<Span> spans = new ArrayList<>();
  private int rejected;
  private int repaired;
  private String firstError = "";

  private OtlpSpans() {}

  /// What a request held.
  ///
  /// @param rejected spans that were refused
  /// @param repaired spans whose end lay before their start
  /// @param firstError about the first refusal; empty when there was none
  public record Result(List<Span> spans, int rejected, int repaired, String firstError) {}

  /// Reads a request.
  ///
  /// @throws io.mallwatch.model.wire.MalformedProtoException when it is not protobuf
  public static Result read(byte[] request) {
    OtlpSpans reader = new OtlpSpans();
    ProtoCursor cursor = new ProtoCursor(request);
    while (cursor.next()) {
      if (cursor.field() == 1 && cursor.wireType() == ProtoCursor.LENGTH) {
        reader.resourceSpans(cursor.message());
      } else {
        cursor.skip();
      }
    }
    return new Result(
        List.copyOf(reader.spans), reader.rejected, reader.repaired, reader.firstError);
  }

  private void resourceSpans(ProtoCursor cursor) {
    Span.Resource resource = resource(Map.of());
    List<ProtoCursor> scopes = new ArrayList<>();
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> resource = resource(attributesOf(cursor.message(), 1));
        case 2, 1000 -> scopes.add(cursor.message());
        default -> cursor.skip();
      }
    }
    for (ProtoCursor scope : scopes) {
      scopeSpans(scope, resource);
    }
  }

  private static Span.Resource resource(Map<String, Object> attributes) {
    Object service = attributes.get("service.name");
    String name = service == null ? "" : service.toString();
    return new Span.Resource(name.isBlank() ? "unknown_service" : name, attributes);
  }

  private void scopeSpans(ProtoCursor cursor, Span.Resource resource) {
    Span.Scope scope = Span.Scope.NONE;
    List<ProtoCursor> found = new ArrayList<>();
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> scope = scope(cursor.message());
        case 2 -> found.add(cursor.message());
        default -> cursor.skip();
      }
    }
    for (ProtoCursor span : found) {
      span(span, resource, scope);
    }
  }

  private static Span.Scope scope(ProtoCursor cursor) {
    String name = "";
    String version = "";
    Map<String, Object> attributes = new HashMap<>();
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> name = cursor.string();
        case 2 -> version = cursor.string();
        case 3 -> keyValue(cursor.message(), attributes);
        default -> cursor.skip();
      }
    }
    return new Span.Scope(name, version, attributes);
  }

  private void span(ProtoCursor cursor, Span.Resource resource, Span.Scope scope) {
    String traceId = "";
    String spanId = "";
    String parent = "";
    String name = "";
    int kind = 0;
    long start = 0;
    long end = 0;
    Map<String, Object> attributes = new HashMap<>();
    List<Span.Event> events = new ArrayList<>();
    List<Span.Link> links = new ArrayList<>();
    Outcome outcome = Outcome.UNSET;
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> traceId = cursor.hex();
        case 2 -> spanId = cursor.hex();
        case 4 -> parent = cursor.hex();
        case 5 -> name = cursor.string();
        case 6 -> kind = (int) cursor.varint();
        case 7 -> start = cursor.fixed64();
        case 8 -> end = cursor.fixed64();
        case 9 -> keyValue(cursor.message(), attributes);
        case 11 -> events.add(event(cursor.message()));
        case 13 -> links.add(link(cursor.message()));
        case 15 -> outcome = outcome(cursor.message());
        default -> cursor.skip();
      }
    }
    if (!isId(traceId, TRACE_ID_DIGITS) || !isId(spanId, SPAN_ID_DIGITS)) {
      reject(
          "span '%s': trace id '%s' or span id '%s' is not %d and %d hex digits, not all zero"
              .formatted(name, traceId, spanId, TRACE_ID_DIGITS, SPAN_ID_DIGITS));
      return;
    }
    if (Long.compareUnsigned(end, start) < 0) {
      end = start;
      repaired++;
    }
    Span.Kind[] kinds = Span.Kind.values();
    spans.add(
        new Span(
            traceId,
            spanId,
            isId(parent, SPAN_ID_DIGITS) ? parent : "",
            name,
            kind >= 0 && kind < kinds.length ? kinds[kind] : Span.Kind.UNSPECIFIED,
            start,
            end,
            outcome.status,
            outcome.message,
            attributes,
            events,
            links,
            resource,
            scope));
  }

  private record Outcome(Span.Status status, String message) {
    static final Outcome UNSET = new Outcome(Span.Status.UNSET, "");
  }

  private static Outcome outcome(ProtoCursor cursor) {
    String message = "";
    int code = 0;
    while (cursor.next()) {
      switch (cursor.field()) {
        case 2 -> message = cursor.string();
        case 3 -> code = (int) cursor.varint();
        default -> cursor.skip();
      }
    }
    Span.Status status =
        switch (code) {
          case 1 -> Span.Status.OK;
          case 2 -> Span.Status.ERROR;
          default -> Span.Status.UNSET;
        };
    return new Outcome(status, message);
  }

  private static Span.Event event(ProtoCursor cursor) {
    long time = 0;
    String name = "";
    Map<String, Object> attributes = new HashMap<>();
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> time = cursor.fixed64();
        case 2 -> name = cursor.string();
        case 3 -> keyValue(cursor.message(), attributes);
        default -> cursor.skip();
      }
    }
    return new Span.Event(time, name, attributes);
  }

  private static Span.Link link(ProtoCursor cursor) {
    String traceId = "";
    String spanId = "";
    Map<String, Object> attributes = new HashMap<>();
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> traceId = cursor.hex();
        case 2 -> spanId = cursor.hex();
        case 4 -> keyValue(cursor.message(), attributes);
        default -> cursor.skip();
      }
    }
    return new Span.Link(traceId, spanId, attributes);
  }

  private void reject(String why) {
    rejected++;
    if (firstError.isEmpty()) {
      firstError = why;
    }
  }

  private static boolean isId(String hex, int digits) {
    if (hex.length() != digits) {
      return false;
    }
    for (int i = 0; i < digits; i++) {
      if (hex.charAt(i) != '0') {
        return true;
      }
    }
    return false;
  }

  private static Map<String, Object> attributesOf(ProtoCursor cursor, int field) {
    Map<String, Object> attributes = new HashMap<>();
    while (cursor.next()) {
      if (cursor.field() == field && cursor.wireType() == ProtoCursor.LENGTH) {
        keyValue(cursor.message(), attributes);
      } else {
        cursor.skip();
      }
    }
    return attributes;
  }

  private static void keyValue(ProtoCursor cursor, Map<String, Object> into) {
    String key = "";
    Object value = "";
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> key = cursor.string();
        case 2 -> value = anyValue(cursor.message());
        default -> cursor.skip();
      }
    }
    if (!key.isEmpty()) {
      into.put(key, value);
    }
  }

  /// String, Boolean, Long, Double, or a List of these; bytes become base64 text, a map becomes
  /// text such as `{a=1}`; a value that is not set is the empty text.
  private static Object anyValue(ProtoCursor cursor) {
    Object value = "";
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> value = cursor.string();
        case 2 -> value = cursor.varint() != 0;
        case 3 -> value = cursor.varint();
        case 4 -> value = cursor.fixedDouble();
        case 5 -> value = arrayValue(cursor.message());
        case 6 -> value = new java.util.TreeMap<>(attributesOf(cursor.message(), 1)).toString();
        case 7 -> value = java.util.Base64.getEncoder().encodeToString(cursor.bytes());
        default -> cursor.skip();
      }
    }
    return value;
  }

  private static List<Object> arrayValue(ProtoCursor cursor) {
    List<Object> values = new ArrayList<>();
    while (cursor.next()) {
      if (cursor.field() == 1 && cursor.wireType() == ProtoCursor.LENGTH) {
        Object value = anyValue(cursor.message());
        values.add(value instanceof List<?> nested ? nested.toString() : value);
      } else {
        cursor.skip();
      }
    }
    return List.copyOf(values);
  }
}
