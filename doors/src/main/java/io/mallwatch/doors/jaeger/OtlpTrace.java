package io.mallwatch.doors.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.model.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Spans as OTLP JSON (`TracesData`): ids as hex digits, 64-bit numbers as text, enumerations as
/// numbers.
final class OtlpTrace {

  private OtlpTrace() {}

  /// Writes the member `resourceSpans`.
  static void write(JsonGenerator out, List<Span> spans) throws IOException {
    Map<Span.Resource, Map<Span.Scope, List<Span>>> grouped = new LinkedHashMap<>();
    for (Span span : spans) {
      grouped
          .computeIfAbsent(span.resource(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(span.scope(), _ -> new ArrayList<>())
          .add(span);
    }
    out.writeArrayFieldStart("resourceSpans");
    for (Map.Entry<Span.Resource, Map<Span.Scope, List<Span>>> resource : grouped.entrySet()) {
      out.writeStartObject();
      out.writeObjectFieldStart("resource");
      attributes(out, resource.getKey().attributes());
      out.writeEndObject();
      out.writeArrayFieldStart("scopeSpans");
      for (Map.Entry<Span.Scope, List<Span>> scope : resource.getValue().entrySet()) {
        out.writeStartObject();
        out.writeObjectFieldStart("scope");
        text(out, "name", scope.getKey().name());
        text(out, "version", scope.getKey().version());
        attributes(out, scope.getKey().attributes());
        out.writeEndObject();
        out.writeArrayFieldStart("spans");
        for (Span span : scope.getValue()) {
          span(out, span);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void span(JsonGenerator out, Span span) throws IOException {
    out.writeStartObject();
    out.writeStringField("traceId", span.traceId());
    out.writeStringField("spanId", span.spanId());
    text(out, "parentSpanId", span.parentSpanId());
    out.writeStringField("name", span.name());
    out.writeNumberField("kind", span.kind().ordinal());
    out.writeStringField("startTimeUnixNano", Long.toString(span.startNanos()));
    out.writeStringField("endTimeUnixNano", Long.toString(span.endNanos()));
    attributes(out, span.attributes());
    if (!span.events().isEmpty()) {
      out.writeArrayFieldStart("events");
      for (Span.Event event : span.events()) {
        out.writeStartObject();
        out.writeStringField("timeUnixNano", Long.toString(event.timeNanos()));
        out.writeStringField("name", event.name());
        attributes(out, event.attributes());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    if (!span.links().isEmpty()) {
      out.writeArrayFieldStart("links");
      for (Span.Link link : span.links()) {
        out.writeStartObject();
        out.writeStringField("traceId", link.traceId());
        out.writeStringField("spanId", link.spanId());
        attributes(out, link.attributes());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    out.writeObjectFieldStart("status");
    text(out, "message", span.statusMessage());
    if (span.status() != Span.Status.UNSET) {
      out.writeNumberField("code", span.status().ordinal());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void text(JsonGenerator out, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      out.writeStringField(name, value);
    }
  }

  private static void attributes(JsonGenerator out, Map<String, Object> attributes)
      throws IOException {
    if (attributes.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("attributes");
    for (Map.Entry<String, Object> attribute : new TreeMap<>(attributes).entrySet()) {
      out.writeStartObject();
      out.writeStringField("key", attribute.getKey());
      out.writeFieldName("value");
      value(out, attribute.getValue());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void value(JsonGenerator out, Object value) throws IOException {
    out.writeStartObject();
    switch (value) {
      case Boolean flag -> out.writeBooleanField("boolValue", flag);
      case Long number -> out.writeStringField("intValue", number.toString());
      case Double number -> {
        if (Double.isFinite(number)) {
          out.writeNumberField("doubleValue", number);
        } else {
          out.writeStringField("doubleValue", number.toString());
        }
      }
      case List<?> list -> {
        out.writeObjectFieldStart("arrayValue");
        out.writeArrayFieldStart("values");
        for (Object item : list) {
          value(out, item);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      default -> out.writeStringField("stringValue", value.toString());
    }
    out.writeEndObject();
  }
}
