package io.mallwatch.doors.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Json;
import io.mallwatch.model.Span;
import io.mallwatch.traces.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A trace in the JSON of Jaeger UI.
final class UiTrace {

  private static final long MAX_EXACT = (1L << 53) - 1;

  private UiTrace() {}

  static void write(JsonGenerator out, Trace trace) throws IOException {
    Map<Span.Resource, String> processes = new LinkedHashMap<>();
    out.writeStartObject();
    out.writeStringField("traceID", traceId(trace.traceId()));
    out.writeArrayFieldStart("spans");
    for (Span span : trace.spans()) {
      String process =
          processes.computeIfAbsent(span.resource(), _ -> "p" + (processes.size() + 1));
      span(out, span, process);
    }
    out.writeEndArray();
    out.writeObjectFieldStart("processes");
    for (Map.Entry<Span.Resource, String> process : processes.entrySet()) {
      out.writeObjectFieldStart(process.getValue());
      out.writeStringField("serviceName", process.getKey().service());
      Map<String, Object> tags = new TreeMap<>(process.getKey().attributes());
      tags.remove("service.name");
      tags(out, "tags", tags);
      out.writeEndObject();
    }
    out.writeEndObject();
    if (trace.isCut()) {
      out.writeArrayFieldStart("warnings");
      out.writeString("the trace has more spans than the first %d".formatted(trace.spans().size()));
      out.writeEndArray();
    } else {
      out.writeNullField("warnings");
    }
    out.writeEndObject();
  }

  /// 64-bit ids are shown with 16 digits.
  static String traceId(String id) {
    return id.startsWith("0000000000000000") ? id.substring(16) : id;
  }

  private static void span(JsonGenerator out, Span span, String process) throws IOException {
    out.writeStartObject();
    out.writeStringField("traceID", traceId(span.traceId()));
    out.writeStringField("spanID", span.spanId());
    out.writeStringField("operationName", span.name());
    out.writeArrayFieldStart("references");
    if (!span.isRoot()) {
      reference(out, "CHILD_OF", span.traceId(), span.parentSpanId());
    }
    for (Span.Link link : span.links()) {
      reference(out, "FOLLOWS_FROM", link.traceId(), link.spanId());
    }
    out.writeEndArray();
    out.writeNumberField("startTime", span.startNanos() / 1_000);
    out.writeNumberField("duration", span.durationNanos() / 1_000);
    tags(out, "tags", spanTags(span));
    out.writeArrayFieldStart("logs");
    for (Span.Event event : span.events()) {
      event(out, event);
    }
    out.writeEndArray();
    out.writeStringField("processID", process);
    out.writeNullField("warnings");
    out.writeEndObject();
  }

  private static void reference(JsonGenerator out, String type, String trace, String span)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("refType", type);
    out.writeStringField("traceID", traceId(trace));
    out.writeStringField("spanID", span);
    out.writeEndObject();
  }

  private static Map<String, Object> spanTags(Span span) {
    Map<String, Object> tags = new TreeMap<>(span.attributes());
    if (span.kind() != Span.Kind.UNSPECIFIED) {
      tags.put("span.kind", span.kind().name().toLowerCase(Locale.ROOT));
    }
    switch (span.status()) {
      case UNSET -> {}
      case OK -> tags.put("otel.status_code", "OK");
      case ERROR -> {
        tags.put("otel.status_code", "ERROR");
        tags.put("error", true);
      }
    }
    if (!span.statusMessage().isEmpty()) {
      tags.put("otel.status_description", span.statusMessage());
    }
    if (!span.scope().name().isEmpty()) {
      tags.put("otel.scope.name", span.scope().name());
    }
    if (!span.scope().version().isEmpty()) {
      tags.put("otel.scope.version", span.scope().version());
    }
    return tags;
  }

  private static void event(JsonGenerator out, Span.Event event) throws IOException {
    out.writeStartObject();
    out.writeNumberField("timestamp", event.timeNanos() / 1_000);
    out.writeArrayFieldStart("fields");
    tag(out, "event", event.name());
    for (Map.Entry<String, Object> field : new TreeMap<>(event.attributes()).entrySet()) {
      tag(out, field.getKey(), field.getValue());
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void tags(JsonGenerator out, String name, Map<String, Object> tags)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Map.Entry<String, Object> tag : tags.entrySet()) {
      tag(out, tag.getKey(), tag.getValue());
    }
    out.writeEndArray();
  }

  private static void tag(JsonGenerator out, String key, Object value) throws IOException {
    out.writeStartObject();
    out.writeStringField("key", key);
    switch (value) {
      case Boolean flag -> {
        out.writeStringField("type", "bool");
        out.writeBooleanField("value", flag);
      }
      case Long number -> {
        out.writeStringField("type", "int64");
        // Browsers lose digits beyond 2^53.
        if (Math.abs(number) > MAX_EXACT) {
          out.writeStringField("value", number.toString());
        } else {
          out.writeNumberField("value", number);
        }
      }
      case Double number -> {
        out.writeStringField("type", "float64");
        if (Double.isFinite(number)) {
          out.writeNumberField("value", number);
        } else {
          out.writeStringField("value", number.toString());
        }
      }
      case List<?> list -> {
        out.writeStringField("type", "string");
        out.writeStringField(
            "value", new String(Json.write(json -> Json.any(json, list)), StandardCharsets.UTF_8));
      }
      default -> {
        out.writeStringField("type", "string");
        out.writeStringField("value", value.toString());
      }
    }
    out.writeEndObject();
  }
}
