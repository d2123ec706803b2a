package io.mallwatch.model;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One log line: the paper's LogEntry (R132 to R141) with the fields that its own loggers and
/// queries need and it left out (I-30, I-35): category, action, trace and span id.
///
/// @param timestamp when the event happened, by the sender's clock
/// @param level how grave it is
/// @param service who wrote it
/// @param message the text; may be long, never null
/// @param category kind of log: `user_activity`, `business_transaction`, `security_audit`, ...
/// @param action what was done: `login`, `level_upgrade`, `purchase_order`, ...
/// @param requestId the request it belongs to
/// @param userId the user it belongs to
/// @param traceId 32 lower-case hex digits
/// @param spanId 16 lower-case hex digits
/// @param error the exception, when there was one
/// @param tags free words
/// @param durationMillis how long the operation took
/// @param data structured fields: strings, numbers, booleans, lists and maps of these; keys in the
///   sender's order
/// @param shape how the sender wrote it as a JSON object, in the form of `logs.ingest.SentShape`;
///   null when it did not
public record LogEntry(
    Instant timestamp,
    LogLevel level,
    String service,
    String message,
    @Nullable String category,
    @Nullable String action,
    @Nullable String requestId,
    @Nullable String userId,
    @Nullable String traceId,
    @Nullable String spanId,
    @Nullable LogError error,
    List<String> tags,
    @Nullable Double durationMillis,
    Map<String, Object> data,
    @Nullable String shape) {

  public LogEntry {
    tags = List.copyOf(tags);
    data = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /// What went wrong (R139).
  ///
  /// @param name class of the exception, such as `java.lang.IllegalStateException`
  /// @param message its message
  /// @param stack its stack trace, with line breaks
  public record LogError(String name, String message, @Nullable String stack) {}

  /// A builder with what every entry has.
  public static Builder builder(Instant timestamp, LogLevel level, String service, String message) {
    return new Builder(timestamp, level, service, message);
  }

  /// Sets the optional fields one by one. Not thread-safe.
  public static final class Builder {
    private final Instant timestamp;
    private final LogLevel level;
    private final String service;
    private final String message;
    private @Nullable String category;
    private @Nullable String action;
    private @Nullable String requestId;
    private @Nullable String userId;
    private @Nullable String traceId;
    private @Nullable String spanId;
    private @Nullable LogError error;
    private List<String> tags = List.of();
    private @Nullable Double durationMillis;
    private final Map<String, Object> data = new LinkedHashMap<>();
    private @Nullable String shape;

    private Builder(Instant timestamp, LogLevel level, String service, String message) {
      this.timestamp = timestamp;
      this.level = level;
      this.service = service;
      this.message = message;
    }

    public Builder category(@Nullable String value) {
      category = value;
      return this;
    }

    public Builder action(@Nullable String value) {
      action = value;
      return this;
    }

    public Builder requestId(@Nullable String value) {
      requestId = value;
      return this;
    }

    public Builder userId(@Nullable String value) {
      userId = value;
      return this;
    }

    public Builder traceId(@Nullable String value) {
      traceId = value;
      return this;
    }

    public Builder spanId(@Nullable String value) {
      spanId = value;
      return this;
    }

    public Builder error(@Nullable LogError value) {
      error = value;
      return this;
    }

    public Builder tags(List<String> value) {
      tags = value;
      return this;
    }

    public Builder durationMillis(@Nullable Double value) {
      durationMillis = value;
      return this;
    }

    public Builder data(String key, Object value) {
      data.put(key, value);
      return this;
    }

    public Builder data(Map<String, ?> values) {
      data.putAll(values);
      return this;
    }

    public Builder shape(@Nullable String value) {
      shape = value;
      return this;
    }

    public LogEntry build() {
      return new LogEntry(
          timestamp,
          level,
          service,
          message,
          category,
          action,
          requestId,
          userId,
          traceId,
          spanId,
          error,
          tags,
          durationMillis,
          data,
          shape);
    }
  }
}
