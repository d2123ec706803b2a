package io.mallwatch.starter.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Hands log lines to OpenTelemetry. Fields of the format become attributes of the same name
/// (`data` flattened with dots), an exception the attributes of OpenTelemetry's conventions.
final class OtlpAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  static final int MAX_ATTRIBUTES = 64;

  private final LogLines lines;
  private final Logger target;

  OtlpAppender(LogLines lines, Logger target) {
    this.lines = lines;
    this.target = target;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLoggerName().startsWith("io.opentelemetry")) {
      return; // a failing export must not feed itself
    }
    LogLine line = lines.of(event, Span.current().getSpanContext());
    target
        .logRecordBuilder()
        .setContext(Context.current())
        .setTimestamp(line.timestamp())
        .setSeverity(severity(line.level()))
        .setSeverityText(line.level())
        .setBody(line.message())
        .setAllAttributes(attributes(line, event.getLoggerName()))
        .emit();
  }

  private static Attributes attributes(LogLine line, String loggerName) {
    AttributesBuilder attributes = Attributes.builder();
    attributes.put("logger.name", loggerName);
    put(attributes, "requestId", line.requestId());
    put(attributes, "userId", line.userId());
    put(attributes, "category", line.category());
    put(attributes, "action", line.action());
    if (line.duration() != null) {
      attributes.put("duration", line.duration());
    }
    if (!line.tags().isEmpty()) {
      attributes.put(AttributeKey.stringArrayKey("tags"), line.tags());
    }
    LogLine.Failure error = line.error();
    if (error != null) {
      attributes.put("exception.type", error.name());
      attributes.put("exception.message", error.message());
      attributes.put("exception.stacktrace", error.stack());
    }
    new Flattening(attributes).add("data", line.data());
    return attributes.build();
  }

  private static void put(AttributesBuilder attributes, String key, @Nullable String value) {
    if (value != null) {
      attributes.put(key, value);
    }
  }

  private static Severity severity(String level) {
    return switch (level) {
      case "error" -> Severity.ERROR;
      case "warn" -> Severity.WARN;
      case "debug" -> Severity.DEBUG;
      case "trace" -> Severity.TRACE;
      default -> Severity.INFO;
    };
  }

  /// Spreads nested data over attributes, at most [#MAX_ATTRIBUTES] of them.
  private static final class Flattening {
    private final AttributesBuilder attributes;
    private int count;

    Flattening(AttributesBuilder attributes) {
      this.attributes = attributes;
    }

    void add(String key, @Nullable Object value) {
      if (value == null || count >= MAX_ATTRIBUTES) {
        return;
      }
      if (value instanceof Map<?, ?> map) {
        map.forEach((name, inner) -> add(key + "." + name, inner));
        return;
      }
      count++;
      if (value instanceof Boolean flag) {
        attributes.put(key, flag);
      } else if (value instanceof Double || value instanceof Float) {
        attributes.put(key, ((Number) value).doubleValue());
      } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
        attributes.put(key, ((Number) value).longValue());
      } else {
        attributes.put(key, value.toString());
      }
    }
  }
}
