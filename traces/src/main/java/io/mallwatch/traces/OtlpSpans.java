package io.mallwatch.traces;

import io.mallwatch.model.Span;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes spans of OTLP's messages (opentelemetry-proto 1.x) without generated classes, one message
/// at a time; [SpanBatch] reads whole requests.
public final class OtlpSpans {

  private static final int TEXT_1 = 1 << 3 | ProtoCursor.LENGTH;
  private static final int TEXT_2 = 2 << 3 | ProtoCursor.LENGTH;
  private static final int MESSAGE_3 = 3 << 3 | ProtoCursor.LENGTH;

  static final List<Span.Kind> KINDS = List.of(Span.Kind.values());
  static final List<Span.Status> STATUSES = List.of(Span.Status.values());

  private static final String SERVICE = "service.name";
  private static final String UNKNOWN = "unknown_service";
  private static final int SPAN_ID_DIGITS = 16;

  private OtlpSpans() {}

  /// The resource of a `Resource` message.
  static Span.Resource resource(ProtoCursor cursor) {
    Map<String, Object> attributes = attributesOf(cursor, 1);
    Object service = attributes.get(SERVICE);
    String name = service == null ? "" : AttributeText.of(service);
    return new Span.Resource(name.isBlank() ? UNKNOWN : name, attributes);
  }

  /// The scope of an `InstrumentationScope` message.
  static Span.Scope scope(ProtoCursor cursor) {
    String name = "";
    String version = "";
    Map<String, Object> attributes = new HashMap<>();
    while (cursor.next()) {
      switch (cursor.tag()) {
        case TEXT_1 -> name = cursor.string();
        case TEXT_2 -> version = cursor.string();
        case MESSAGE_3 -> keyValue(cursor.message(), attributes);
        default -> cursor.skip();
      }
    }
    return new Span.Scope(name, version, attributes);
  }

  /// The span of a `Span` message, whose ids are sound.
  public static Span span(ProtoCursor cursor, Span.Resource resource, Span.Scope scope) {
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
      switch (cursor.tag()) {
        case TEXT_1 -> traceId = cursor.hex();
        case TEXT_2 -> spanId = cursor.hex();
        case 3 << 3 | ProtoCursor.LENGTH -> traceState(cursor.string(), attributes);
        case 4 << 3 | ProtoCursor.LENGTH -> parent = cursor.hex();
        case 5 << 3 | ProtoCursor.LENGTH -> name = cursor.string();
        case 6 << 3 | ProtoCursor.VARINT -> kind = (int) cursor.varint();
        case 7 << 3 | ProtoCursor.FIXED64 -> start = cursor.fixed64();
        case 8 << 3 | ProtoCursor.FIXED64 -> end = cursor.fixed64();
        case 9 << 3 | ProtoCursor.LENGTH -> keyValue(cursor.message(), attributes);
        case 11 << 3 | ProtoCursor.LENGTH -> events.add(event(cursor.message()));
        case 13 << 3 | ProtoCursor.LENGTH -> links.add(link(cursor.message()));
        case 15 << 3 | ProtoCursor.LENGTH -> outcome = outcome(cursor.message(), outcome);
        default -> cursor.skip();
      }
    }
    return new Span(
        traceId,
        spanId,
        isId(parent) ? parent : "",
        name,
        kind >= 0 && kind < KINDS.size() ? KINDS.get(kind) : Span.Kind.UNSPECIFIED,
        start,
        Long.compareUnsigned(end, start) < 0 ? start : end,
        outcome.status,
        outcome.message,
        attributes,
        events,
        links,
        resource,
        scope);
  }

  /// W3C's trace state is kept as Jaeger shows it: as the tag `w3c.tracestate`.
  private static void traceState(String state, Map<String, Object> attributes) {
    if (!state.isEmpty()) {
      attributes.put("w3c.tracestate", state);
    }
  }

  private record Outcome(Span.Status status, String message) {
    static final Outcome UNSET = new Outcome(Span.Status.UNSET, "");
  }

  private static Outcome outcome(ProtoCursor cursor, Outcome before) {
    String message = before.message;
    Span.Status status = before.status;
    while (cursor.next()) {
      switch (cursor.tag()) {
        case TEXT_2 -> message = cursor.string();
        case 3 << 3 | ProtoCursor.VARINT -> {
          int code = (int) cursor.varint();
          status = code >= 0 && code < STATUSES.size() ? STATUSES.get(code) : Span.Status.UNSET;
        }
        default -> cursor.skip();
      }
    }
    return new Outcome(status, message);
  }

  private static Span.Event event(ProtoCursor cursor) {
    long time = 0;
    String name = "";
    Map<String, Object> attributes = new HashMap<>();
    while (cursor.next()) {
      switch (cursor.tag()) {
        case 1 << 3 | ProtoCursor.FIXED64 -> time = cursor.fixed64();
        case TEXT_2 -> name = cursor.string();
        case MESSAGE_3 -> keyValue(cursor.message(), attributes);
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
      switch (cursor.tag()) {
        case TEXT_1 -> traceId = cursor.hex();
        case TEXT_2 -> spanId = cursor.hex();
        case 4 << 3 | ProtoCursor.LENGTH -> keyValue(cursor.message(), attributes);
        default -> cursor.skip();
      }
    }
    return new Span.Link(traceId, spanId, attributes);
  }

  private static boolean isId(String hex) {
    return hex.length() == SPAN_ID_DIGITS && !hex.equals("0".repeat(SPAN_ID_DIGITS));
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
      switch (cursor.tag()) {
        case TEXT_1 -> key = cursor.string();
        case TEXT_2 -> value = anyValue(cursor.message());
        default -> cursor.skip();
      }
    }
    if (!key.isEmpty()) {
      into.put(key, value);
    }
  }

  /// String, Boolean, Long, Double, or a List of these; bytes become base64 text, a map becomes
  /// JSON such as `{"a":1}`; a value that is not set is the empty text.
  public static Object anyValue(ProtoCursor cursor) {
    Object value = "";
    while (cursor.next()) {
      switch (cursor.tag()) {
        case TEXT_1 -> value = cursor.string();
        case 2 << 3 | ProtoCursor.VARINT -> value = cursor.varint() != 0;
        case 3 << 3 | ProtoCursor.VARINT -> value = cursor.varint();
        case 4 << 3 | ProtoCursor.FIXED64 -> value = cursor.fixedDouble();
        case 5 << 3 | ProtoCursor.LENGTH -> value = arrayValue(cursor.message());
        case 6 << 3 | ProtoCursor.LENGTH -> value = mapText(cursor.message());
        case 7 << 3 | ProtoCursor.LENGTH ->
            value = java.util.Base64.getEncoder().encodeToString(cursor.bytes());
        default -> cursor.skip();
      }
    }
    return value;
  }

  private static String mapText(ProtoCursor cursor) {
    StringBuilder out = new StringBuilder("{");
    new java.util.TreeMap<>(attributesOf(cursor, 1))
        .forEach((key, value) -> {
          out.append(out.length() == 1 ? "" : ",");
          AttributeText.quoted(out, key);
          out.append(':');
          AttributeText.json(out, value);
        });
    return out.append('}').toString();
  }

  private static List<Object> arrayValue(ProtoCursor cursor) {
    List<Object> values = new ArrayList<>();
    while (cursor.next()) {
      if (cursor.tag() == TEXT_1) {
        Object value = anyValue(cursor.message());
        values.add(value instanceof List<?> nested ? AttributeText.of(nested) : value);
      } else {
        cursor.skip();
      }
    }
    return List.copyOf(values);
  }
}
