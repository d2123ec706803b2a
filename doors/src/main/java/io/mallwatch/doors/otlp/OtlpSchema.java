package io.mallwatch.doors.otlp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The messages of OTLP (opentelemetry-proto 1.x), as far as JSON needs them: names, numbers and
/// types of their fields.
final class OtlpSchema {

  /// How a field is written.
  enum Type {
    MESSAGE,
    TEXT,
    HEX,
    BASE64,
    BOOL,
    VARINT,
    PACKED_VARINT,
    ZIGZAG,
    FIXED32,
    FIXED64,
    DOUBLE,
    ENUM;

    /// Whether repeated values share one tag.
    boolean isPacked() {
      return this == PACKED_VARINT || this == FIXED64 || this == DOUBLE;
    }
  }

  /// @param names values of an enumeration, by number; else empty
  record Field(String name, int number, Type type, @Nullable Message inner, List<String> names) {
    Message message() {
      return Objects.requireNonNull(inner);
    }
  }

  /// Fields by their name in lowerCamelCase and in snake_case.
  static final class Message {
    private final Map<String, Field> fields = new HashMap<>();

    @Nullable Field field(String name) {
      return fields.get(name);
    }

    private Message add(Field field) {
      fields.put(field.name(), field);
      fields.put(snake(field.name()), field);
      return this;
    }

    Message put(String name, int number, Type type) {
      return add(new Field(name, number, type, null, List.of()));
    }

    Message put(String name, int number, Message inner) {
      return add(new Field(name, number, Type.MESSAGE, inner, List.of()));
    }

    Message put(String name, int number, List<String> names) {
      return add(new Field(name, number, Type.ENUM, null, names));
    }

    private static String snake(String camel) {
      return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
  }

  static final Message TRACES;
  static final Message METRICS;
  static final Message LOGS;

  static {
    Message any = new Message();
    Message keyValue = new Message().put("key", 1, Type.TEXT).put("value", 2, any);
    any.put("stringValue", 1, Type.TEXT)
        .put("boolValue", 2, Type.BOOL)
        .put("intValue", 3, Type.VARINT)
        .put("doubleValue", 4, Type.DOUBLE)
        .put("arrayValue", 5, new Message().put("values", 1, any))
        .put("kvlistValue", 6, new Message().put("values", 1, keyValue))
        .put("bytesValue", 7, Type.BASE64);
    Message resource =
        new Message().put("attributes", 1, keyValue).put("droppedAttributesCount", 2, Type.VARINT);
    Message scope =
        new Message()
            .put("name", 1, Type.TEXT)
            .put("version", 2, Type.TEXT)
            .put("attributes", 3, keyValue)
            .put("droppedAttributesCount", 4, Type.VARINT);

    TRACES = request("resourceSpans", "scopeSpans", "spans", resource, scope, span(keyValue));
    METRICS =
        request("resourceMetrics", "scopeMetrics", "metrics", resource, scope, metric(keyValue));
    LOGS =
        request(
            "resourceLogs", "scopeLogs", "logRecords", resource, scope, logRecord(keyValue, any));
  }

  private OtlpSchema() {}

  private static Message request(
      String outer, String middle, String inner, Message resource, Message scope, Message item) {
    Message scopes =
        new Message().put("scope", 1, scope).put(inner, 2, item).put("schemaUrl", 3, Type.TEXT);
    Message resources =
        new Message()
            .put("resource", 1, resource)
            .put(middle, 2, scopes)
            .put("schemaUrl", 3, Type.TEXT);
    return new Message().put(outer, 1, resources);
  }

  private static Message span(Message keyValue) {
    Message event =
        new Message()
            .put("timeUnixNano", 1, Type.FIXED64)
            .put("name", 2, Type.TEXT)
            .put("attributes", 3, keyValue)
            .put("droppedAttributesCount", 4, Type.VARINT);
    Message link =
        new Message()
            .put("traceId", 1, Type.HEX)
            .put("spanId", 2, Type.HEX)
            .put("traceState", 3, Type.TEXT)
            .put("attributes", 4, keyValue)
            .put("droppedAttributesCount", 5, Type.VARINT)
            .put("flags", 6, Type.FIXED32);
    Message status =
        new Message()
            .put("message", 2, Type.TEXT)
            .put("code", 3, List.of("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"));
    return new Message()
        .put("traceId", 1, Type.HEX)
        .put("spanId", 2, Type.HEX)
        .put("traceState", 3, Type.TEXT)
        .put("parentSpanId", 4, Type.HEX)
        .put("name", 5, Type.TEXT)
        .put(
            "kind",
            6,
            List.of(
                "SPAN_KIND_UNSPECIFIED",
                "SPAN_KIND_INTERNAL",
                "SPAN_KIND_SERVER",
                "SPAN_KIND_CLIENT",
                "SPAN_KIND_PRODUCER",
                "SPAN_KIND_CONSUMER"))
        .put("startTimeUnixNano", 7, Type.FIXED64)
        .put("endTimeUnixNano", 8, Type.FIXED64)
        .put("attributes", 9, keyValue)
        .put("droppedAttributesCount", 10, Type.VARINT)
        .put("events", 11, event)
        .put("droppedEventsCount", 12, Type.VARINT)
        .put("links", 13, link)
        .put("droppedLinksCount", 14, Type.VARINT)
        .put("status", 15, status)
        .put("flags", 16, Type.FIXED32);
  }

  private static Message logRecord(Message keyValue, Message any) {
    return new Message()
        .put("timeUnixNano", 1, Type.FIXED64)
        .put("severityNumber", 2, severities())
        .put("severityText", 3, Type.TEXT)
        .put("body", 5, any)
        .put("attributes", 6, keyValue)
        .put("droppedAttributesCount", 7, Type.VARINT)
        .put("flags", 8, Type.FIXED32)
        .put("traceId", 9, Type.HEX)
        .put("spanId", 10, Type.HEX)
        .put("observedTimeUnixNano", 11, Type.FIXED64)
        .put("eventName", 12, Type.TEXT);
  }

  /// `SEVERITY_NUMBER_TRACE`, `..._TRACE2` to `..._FATAL4`, by number.
  private static List<String> severities() {
    List<String> names = new java.util.ArrayList<>(List.of("SEVERITY_NUMBER_UNSPECIFIED"));
    for (String level : List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")) {
      for (int i = 1; i <= 4; i++) {
        names.add("SEVERITY_NUMBER_" + level + (i == 1 ? "" : Integer.toString(i)));
      }
    }
    return List.copyOf(names);
  }

  private static Message metric(Message keyValue) {
    List<String> temporality =
        List.of(
            "AGGREGATION_TEMPORALITY_UNSPECIFIED",
            "AGGREGATION_TEMPORALITY_DELTA",
            "AGGREGATION_TEMPORALITY_CUMULATIVE");
    Message exemplar =
        new Message()
            .put("timeUnixNano", 2, Type.FIXED64)
            .put("asDouble", 3, Type.DOUBLE)
            .put("spanId", 4, Type.HEX)
            .put("traceId", 5, Type.HEX)
            .put("asInt", 6, Type.FIXED64)
            .put("filteredAttributes", 7, keyValue);
    Message number =
        new Message()
            .put("startTimeUnixNano", 2, Type.FIXED64)
            .put("timeUnixNano", 3, Type.FIXED64)
            .put("asDouble", 4, Type.DOUBLE)
            .put("exemplars", 5, exemplar)
            .put("asInt", 6, Type.FIXED64)
            .put("attributes", 7, keyValue)
            .put("flags", 8, Type.VARINT);
    Message gauge = new Message().put("dataPoints", 1, number);
    Message sum =
        new Message()
            .put("dataPoints", 1, number)
            .put("aggregationTemporality", 2, temporality)
            .put("isMonotonic", 3, Type.BOOL);
    Message histogram =
        new Message()
            .put("dataPoints", 1, histogramPoint(keyValue, exemplar))
            .put("aggregationTemporality", 2, temporality);
    Message exponential =
        new Message()
            .put("dataPoints", 1, exponentialPoint(keyValue, exemplar))
            .put("aggregationTemporality", 2, temporality);
    Message summary = new Message().put("dataPoints", 1, summaryPoint(keyValue));
    return new Message()
        .put("name", 1, Type.TEXT)
        .put("description", 2, Type.TEXT)
        .put("unit", 3, Type.TEXT)
        .put("gauge", 5, gauge)
        .put("sum", 7, sum)
        .put("histogram", 9, histogram)
        .put("exponentialHistogram", 10, exponential)
        .put("summary", 11, summary)
        .put("metadata", 12, keyValue);
  }

  private static Message histogramPoint(Message keyValue, Message exemplar) {
    return new Message()
        .put("startTimeUnixNano", 2, Type.FIXED64)
        .put("timeUnixNano", 3, Type.FIXED64)
        .put("count", 4, Type.FIXED64)
        .put("sum", 5, Type.DOUBLE)
        .put("bucketCounts", 6, Type.FIXED64)
        .put("explicitBounds", 7, Type.DOUBLE)
        .put("exemplars", 8, exemplar)
        .put("attributes", 9, keyValue)
        .put("flags", 10, Type.VARINT)
        .put("min", 11, Type.DOUBLE)
        .put("max", 12, Type.DOUBLE);
  }

  private static Message exponentialPoint(Message keyValue, Message exemplar) {
    Message buckets =
        new Message().put("offset", 1, Type.ZIGZAG).put("bucketCounts", 2, Type.PACKED_VARINT);
    return new Message()
        .put("attributes", 1, keyValue)
        .put("startTimeUnixNano", 2, Type.FIXED64)
        .put("timeUnixNano", 3, Type.FIXED64)
        .put("count", 4, Type.FIXED64)
        .put("sum", 5, Type.DOUBLE)
        .put("scale", 6, Type.ZIGZAG)
        .put("zeroCount", 7, Type.FIXED64)
        .put("positive", 8, buckets)
        .put("negative", 9, buckets)
        .put("flags", 10, Type.VARINT)
        .put("exemplars", 11, exemplar)
        .put("min", 12, Type.DOUBLE)
        .put("max", 13, Type.DOUBLE)
        .put("zeroThreshold", 14, Type.DOUBLE);
  }

  private static Message summaryPoint(Message keyValue) {
    Message quantile = new Message().put("quantile", 1, Type.DOUBLE).put("value", 2, Type.DOUBLE);
    return new Message()
        .put("startTimeUnixNano", 2, Type.FIXED64)
        .put("timeUnixNano", 3, Type.FIXED64)
        .put("count", 4, Type.FIXED64)
        .put("sum", 5, Type.DOUBLE)
        .put("quantileValues", 6, quantile)
        .put("attributes", 7, keyValue)
        .put("flags", 8, Type.VARINT);
  }
}
