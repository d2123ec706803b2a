package io.mallwatch.doors.zipkin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.model.Span;
import io.mallwatch.traces.AttributeText;
import io.mallwatch.traces.Trace;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// Spans in Zipkin's JSON.
final class ZipkinJson {

  private static final String HIGH_ZERO = "0".repeat(16);

  private ZipkinJson() {}

  /// A trace: an array of spans.
  static void write(JsonGenerator out, Trace trace) throws IOException {
    out.writeStartArray();
    for (Span span : trace.spans()) {
      write(out, span);
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, Span span) throws IOException {
    Map<String, String> tags = new TreeMap<>();
    span.attributes().forEach((key, value) -> tags.put(key, AttributeText.of(value)));
    String peer = tags.remove("peer.service");
    boolean shared = tags.remove("zipkin.shared") != null;
    if (span.isError()) {
      tags.putIfAbsent("error", span.statusMessage().isEmpty() ? "true" : span.statusMessage());
    }
    if (!span.scope().name().isEmpty()) {
      tags.put("otel.scope.name", span.scope().name());
    }
    String id = span.traceId();
    out.writeStartObject();
    out.writeStringField("traceId", id.startsWith(HIGH_ZERO) ? id.substring(16) : id);
    if (!span.isRoot()) {
      out.writeStringField("parentId", span.parentSpanId());
    }
    out.writeStringField("id", span.spanId());
    if (span.kind() != Span.Kind.UNSPECIFIED && span.kind() != Span.Kind.INTERNAL) {
      out.writeStringField("kind", span.kind().name());
    }
    out.writeStringField("name", span.name());
    out.writeNumberField("timestamp", span.startNanos() / 1_000);
    out.writeNumberField("duration", Math.max(1, span.durationNanos() / 1_000));
    endpoint(out, "localEndpoint", span.resource().service());
    if (peer != null) {
      endpoint(out, "remoteEndpoint", peer);
    }
    if (!span.events().isEmpty()) {
      out.writeArrayFieldStart("annotations");
      for (Span.Event event : span.events()) {
        out.writeStartObject();
        out.writeNumberField("timestamp", event.timeNanos() / 1_000);
        out.writeStringField("value", event.name());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    if (!tags.isEmpty()) {
      out.writeObjectFieldStart("tags");
      for (Map.Entry<String, String> tag : tags.entrySet()) {
        out.writeStringField(tag.getKey(), tag.getValue());
      }
      out.writeEndObject();
    }
    if (shared) {
      out.writeBooleanField("shared", true);
    }
    out.writeEndObject();
  }

  private static void endpoint(JsonGenerator out, String name, String service) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("serviceName", service);
    out.writeEndObject();
  }
}
