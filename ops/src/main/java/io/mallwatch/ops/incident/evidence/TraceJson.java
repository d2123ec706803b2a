package io.mallwatch.ops.incident.evidence;

import io.mallwatch.model.Span;
import io.mallwatch.traces.Trace;
import java.util.Map;
import java.util.TreeMap;

/// A trace as JSON for people; the protobuf beside it holds everything.
final class TraceJson {

  private TraceJson() {}

  static byte[] write(Trace trace) {
    return EvidenceFiles.json(out -> {
      out.useDefaultPrettyPrinter();
      out.writeStartObject();
      out.writeStringField("traceId", trace.traceId());
      out.writeArrayFieldStart("spans");
      for (Span span : trace.spans()) {
        out.writeStartObject();
        out.writeStringField("spanId", span.spanId());
        out.writeStringField("parentSpanId", span.parentSpanId());
        out.writeStringField("service", span.resource().service());
        out.writeStringField("name", span.name());
        out.writeStringField("kind", span.kind().name());
        out.writeStringField("status", span.status().name());
        out.writeStringField("statusMessage", span.statusMessage());
        out.writeNumberField("startNanos", span.startNanos());
        out.writeNumberField("durationNanos", span.durationNanos());
        out.writeObjectFieldStart("attributes");
        for (Map.Entry<String, Object> one : new TreeMap<>(span.attributes()).entrySet()) {
          out.writeStringField(one.getKey(), String.valueOf(one.getValue()));
        }
        out.writeEndObject();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }
}
