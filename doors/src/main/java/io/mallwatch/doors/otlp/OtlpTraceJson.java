package io.mallwatch.doors.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.model.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Spans as the JSON of OTLP's `TracesData`, 64-bit numbers as text.
public final class OtlpTraceJson {

  /// How ids and enumerations are written.
  public enum Style {
    /// As OTLP says: ids as hex digits, enumerations as numbers.
    OTLP,
    /// As protobuf says, and Tempo does: ids as base64, enumerations by name.
    PROTOBUF
  }

  private final JsonGenerator out;
  private final Style style;

  private OtlpTraceJson(JsonGenerator out, Style style) {
    this.out = out;
    this.style = style;
  }

  /// Writes the member `name`, an array of ResourceSpans.
  public static void write(JsonGenerator out, String name, List<Span> spans, Style style)
      throws IOException {
    new OtlpTraceJson(out, style).write(name, spans);
  }

  private void write(String name, List<Span> spans) throws IOException {
    Map<Span.Resource, Map<Span.Scope, List<Span>>> grouped = new LinkedHashMap<>();
    for (Span span : spans) {
      grouped
          .computeIfAbsent(span.resource(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(span.scope(), _ -> new ArrayList<>())
          .add(span);
    }
    out.writeArrayFieldStart(name);
    for (Map.Entry<Span.Resource, Map<Span.Scope, List<Span>>> resource : grouped.entrySet()) {
      out.writeStartObject();
      out.writeObjectFieldStart("resource");
      attributes(resource.getKey().attributes());
      out.writeEndObject();
      out.writeArrayFieldStart("scopeSpans");
      for (Map.Entry<Span.Scope, List<Span>> scope : resource.getValue().entrySet()) {
        out.writeStartObject();
        out.writeObjectFieldStart("scope");
        text("name", scope.getKey().name());
        text("version", scope.getKey().version());
        attributes(scope.getKey().attributes());
        out.writeEndObject();
        out.writeArrayFieldStart("spans");
        for (Span span : scope.getValue()) {
          span(span);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void span(Span span) throws IOException {
    out.writeStartObject();
    id("traceId", span.traceId());
    id("spanId", span.spanId());
    id("parentSpanId", span.parentSpanId());
    out.writeStringField("name", span.name());
    enumeration("kind", "SPAN_KIND_", span.kind());
    out.writeStringField("startTimeUnixNano", Long.toString(span.startNanos()));
    out.writeStringField("endTimeUnixNano", Long.toString(span.endNanos()));
    attributes(span.attributes());
    if (!span.events().isEmpty()) {
      out.writeArrayFieldStart("events");
      for (Span.Event event : span.events()) {
        out.writeStartObject();
        out.writeStringField("timeUnixNano", Long.toString(event.timeNanos()));
        out.writeStringField("name", event.name());
        attributes(event.attributes());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    if (!span.links().isEmpty()) {
      out.writeArrayFieldStart("links");
      for (Span.Link link : span.links()) {
        out.writeStartObject();
        id("traceId", link.traceId());
        id("spanId", link.spanId());
        attributes(link.attributes());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    out.writeObjectFieldStart("status");
    text("message", span.statusMessage());
    if (span.status() != Span.Status.UNSET) {
      enumeration("code", "STATUS_CODE_", span.status());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private void id(String name, String hex) throws IOException {
    switch (style) {
      case OTLP -> text(name, hex);
      case PROTOBUF -> text(name, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)));
    }
  }

  private void enumeration(String name, String prefix, Enum<?> value) throws IOException {
    switch (style) {
      case OTLP -> out.writeNumberField(name, value.ordinal());
      case PROTOBUF -> out.writeStringField(name, prefix + value.name());
    }
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      out.writeStringField(name, value);
    }
  }

  private void attributes(Map<String, Object> attributes) throws IOException {
    if (attributes.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("attributes");
    for (Map.Entry<String, Object> attribute : new TreeMap<>(attributes).entrySet()) {
      out.writeStartObject();
      out.writeStringField("key", attribute.getKey());
      out.writeFieldName("value");
      value(attribute.getValue());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void value(Object value) throws IOException {
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
          value(item);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      default -> out.writeStringField("stringValue", value.toString());
    }
    out.writeEndObject();
  }
}
