package io.mallwatch.traces;

import io.mallwatch.model.Span;
import io.mallwatch.model.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes spans as OTLP: an ExportTraceServiceRequest, which has the form of a TracesData too.
public final class OtlpSpanWriter {

  private OtlpSpanWriter() {}

  /// Spans of the same resource and scope come together; else their order is kept.
  public static byte[] request(List<Span> spans) {
    Map<Span.Resource, Map<Span.Scope, List<Span>>> grouped = new LinkedHashMap<>();
    for (Span span : spans) {
      grouped
          .computeIfAbsent(span.resource(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(span.scope(), _ -> new ArrayList<>())
          .add(span);
    }
    ProtoWriter request = new ProtoWriter();
    grouped.forEach((resource, scopes) -> {
      ProtoWriter resourceSpans = new ProtoWriter().message(1, resource(resource));
      scopes.forEach((scope, members) -> {
        ProtoWriter scopeSpans = new ProtoWriter().message(1, scope(scope));
        members.forEach(span -> scopeSpans.message(2, span(span)));
        resourceSpans.message(2, scopeSpans);
      });
      request.message(1, resourceSpans);
    });
    return request.toByteArray();
  }

  private static ProtoWriter resource(Span.Resource resource) {
    Map<String, Object> attributes = new TreeMap<>(resource.attributes());
    attributes.putIfAbsent("service.name", resource.service());
    ProtoWriter out = new ProtoWriter();
    attributes(out, 1, attributes);
    return out;
  }

  private static ProtoWriter scope(Span.Scope scope) {
    ProtoWriter out = new ProtoWriter();
    text(out, 1, scope.name());
    text(out, 2, scope.version());
    attributes(out, 3, scope.attributes());
    return out;
  }

  private static ProtoWriter span(Span span) {
    ProtoWriter out = new ProtoWriter().hex(1, span.traceId()).hex(2, span.spanId());
    if (!span.isRoot()) {
      out.hex(4, span.parentSpanId());
    }
    text(out, 5, span.name());
    if (span.kind() != Span.Kind.UNSPECIFIED) {
      out.varint(6, span.kind().ordinal());
    }
    out.fixed64(7, span.startNanos()).fixed64(8, span.endNanos());
    attributes(out, 9, span.attributes());
    for (Span.Event event : span.events()) {
      ProtoWriter inner = new ProtoWriter().fixed64(1, event.timeNanos());
      text(inner, 2, event.name());
      attributes(inner, 3, event.attributes());
      out.message(11, inner);
    }
    for (Span.Link link : span.links()) {
      ProtoWriter inner = new ProtoWriter().hex(1, link.traceId()).hex(2, link.spanId());
      attributes(inner, 4, link.attributes());
      out.message(13, inner);
    }
    if (span.status() != Span.Status.UNSET || !span.statusMessage().isEmpty()) {
      ProtoWriter status = new ProtoWriter();
      text(status, 2, span.statusMessage());
      out.message(15, status.varint(3, span.status().ordinal()));
    }
    return out;
  }

  private static void text(ProtoWriter out, int field, String value) {
    if (!value.isEmpty()) {
      out.string(field, value);
    }
  }

  private static void attributes(ProtoWriter out, int field, Map<String, Object> attributes) {
    new TreeMap<>(attributes)
        .forEach((key, value) ->
            out.message(field, new ProtoWriter().string(1, key).message(2, value(value))));
  }

  private static ProtoWriter value(Object value) {
    ProtoWriter out = new ProtoWriter();
    return switch (value) {
      case Boolean flag -> out.bool(2, flag);
      case Long number -> out.varint(3, number);
      case Integer number -> out.varint(3, number);
      case Double number -> out.fixedDouble(4, number);
      case List<?> list -> {
        ProtoWriter values = new ProtoWriter();
        list.forEach(item -> values.message(1, value(item)));
        yield out.message(5, values);
      }
      default -> out.string(1, value.toString());
    };
  }
}
