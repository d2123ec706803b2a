package io.mallwatch.starter.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/// Turns what was logged through SLF4J into [LogLine]s. Key-values named like fields of the format
/// go to those fields, all others to `data`; markers become tags; `requestId` and `userId` also
/// come from the MDC.
public final class LogLines {
  static final int MAX_STACK = 16 * 1024;
  static final int MAX_MESSAGE = 32 * 1024;

  private final String service;

  public LogLines(String service) {
    this.service = service;
  }

  /// Reads `event`, logged while `span` was current. Call on the thread that logs.
  public LogLine of(ILoggingEvent event, SpanContext span) {
    var fields = new Fields(event.getMDCPropertyMap());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> fields.add(pair.key, pair.value));
    }
    List<Marker> markers = event.getMarkerList();
    if (markers != null) {
      markers.forEach(marker -> fields.tags.add(marker.getName()));
    }
    return new LogLine(
        Instant.ofEpochMilli(event.getTimeStamp()),
        event.getLevel().toString().toLowerCase(Locale.ROOT),
        service,
        fields.requestId,
        fields.userId,
        cut(String.valueOf(event.getFormattedMessage()), MAX_MESSAGE),
        fields.data,
        failure(event.getThrowableProxy()),
        fields.tags,
        fields.duration,
        fields.category,
        fields.action,
        span.isValid() ? span.getTraceId() : null,
        span.isValid() ? span.getSpanId() : null);
  }

  private static LogLine.@Nullable Failure failure(@Nullable IThrowableProxy thrown) {
    if (thrown == null) {
      return null;
    }
    String message = thrown.getMessage();
    return new LogLine.Failure(
        thrown.getClassName(),
        message == null ? "" : cut(message, MAX_MESSAGE),
        cut(ThrowableProxyUtil.asString(thrown), MAX_STACK));
  }

  private static String cut(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit);
  }

  /// The fields of a line while they are gathered.
  private static final class Fields {
    private @Nullable String requestId;
    private @Nullable String userId;
    private @Nullable String category;
    private @Nullable String action;
    private @Nullable Long duration;
    private final List<String> tags = new ArrayList<>();
    private final Map<String, Object> data = new LinkedHashMap<>();

    Fields(Map<String, String> mdc) {
      this.requestId = mdc.get("requestId");
      this.userId = mdc.get("userId");
    }

    void add(String key, @Nullable Object value) {
      if (value == null) {
        return;
      }
      switch (key) {
        case "requestId" -> requestId = value.toString();
        case "userId" -> userId = value.toString();
        case "category" -> category = value.toString();
        case "action" -> action = value.toString();
        case "duration" -> addDuration(value);
        case "tags" -> addTags(value);
        default -> data.put(key, value);
      }
    }

    private void addDuration(Object value) {
      if (value instanceof Duration time) {
        duration = time.toMillis();
      } else if (value instanceof Number millis) {
        duration = millis.longValue();
      } else {
        data.put("duration", value);
      }
    }

    private void addTags(Object value) {
      if (value instanceof Collection<?> several) {
        several.forEach(tag -> tags.add(String.valueOf(tag)));
      } else {
        tags.addAll(Arrays.asList(value.toString().split(",")));
      }
    }
  }
}
