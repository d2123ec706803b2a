package io.mallwatch.traces.segment;

import io.mallwatch.model.Span;
import io.mallwatch.traces.AttributeText;
import io.mallwatch.traces.SpanCondition;
import io.mallwatch.traces.SpanFields;
import io.mallwatch.traces.TraceQuery;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// Whether one span satisfies everything that a query asks, with Jaeger's reserved keys. Not
/// thread-safe.
final class SpanFilter {

  private final TraceQuery query;
  private final SpanFields fields = new SpanFields();
  private final byte[] operation;
  private final List<Predicate<Span>> conditions;
  private final long fromNanos;
  private final long toNanos;
  private final long minNanos;
  private final long maxNanos;

  SpanFilter(TraceQuery query) {
    this.query = query;
    this.operation = query.operation().getBytes(StandardCharsets.UTF_8);
    this.conditions = query.conditions().stream().map(SpanCondition::predicate).toList();
    this.fromNanos = nanos(query.range().from());
    this.toNanos = nanos(query.range().to());
    this.minNanos = query.minDuration() == null ? 0 : query.minDuration().toNanos();
    this.maxNanos = query.maxDuration() == null ? Long.MAX_VALUE : query.maxDuration().toNanos();
  }

  private static long nanos(java.time.Instant at) {
    try {
      return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
    } catch (ArithmeticException e) {
      return at.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /// Whether a trace whose earliest span starts at `minStart` and latest ends at `maxEnd`, and
  /// whose longest span takes `longest`, can hold such a span.
  boolean canHold(long minStart, long maxEnd, long longest) {
    return minStart < toNanos && maxEnd >= fromNanos && longest >= minNanos;
  }

  /// Whether the span satisfies everything; most that do not are told without making an object.
  boolean test(StoredSpan span) {
    String service = query.service();
    if (!service.isEmpty() && !service.equals(span.owner().service())) {
      return false;
    }
    fields.read(span.cursor());
    if (fields.start() < fromNanos || fields.start() >= toNanos) {
      return false;
    }
    long duration = fields.end() - fields.start();
    if (duration < minNanos || duration > maxNanos) {
      return false;
    }
    if (operation.length > 0
        && !Arrays.equals(
            operation,
            0,
            operation.length,
            span.array(),
            fields.nameAt(),
            fields.nameAt() + fields.nameLength())) {
      return false;
    }
    if (query.attributes().isEmpty() && conditions.isEmpty()) {
      return true;
    }
    return attributes(span.span());
  }

  private boolean attributes(Span span) {
    for (Map.Entry<String, String> attribute : query.attributes().entrySet()) {
      if (!has(span, attribute.getKey(), attribute.getValue())) {
        return false;
      }
    }
    return conditions.stream().allMatch(condition -> condition.test(span));
  }

  private static boolean has(Span span, String key, String value) {
    return switch (key) {
      case "error" ->
          switch (value) {
            case "true" -> span.isError();
            case "false" -> !span.isError();
            default -> anywhere(span, key, value);
          };
      case "span.kind" -> span.kind().name().toLowerCase(Locale.ROOT).equalsIgnoreCase(value);
      case "span.status" -> span.status().name().equalsIgnoreCase(value);
      case "scope.name" -> span.scope().name().equals(value);
      case "scope.version" -> span.scope().version().equals(value);
      default ->
          key.startsWith("resource.")
              ? in(span.resource().attributes(), key.substring("resource.".length()), value)
              : anywhere(span, key, value);
    };
  }

  private static boolean anywhere(Span span, String key, String value) {
    if (in(span.attributes(), key, value)
        || in(span.resource().attributes(), key, value)
        || in(span.scope().attributes(), key, value)) {
      return true;
    }
    for (Span.Event event : span.events()) {
      if (in(event.attributes(), key, value)) {
        return true;
      }
    }
    for (Span.Link link : span.links()) {
      if (in(link.attributes(), key, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean in(Map<String, Object> attributes, String key, String value) {
    Object found = attributes.get(key);
    return found != null && AttributeText.of(found).equals(value);
  }
}
