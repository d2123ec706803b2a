package io.mallwatch.starter.log;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One log line in the mall's standard format. `category` and `action` stand at the top because
/// searches filter on them; whatever else a logger adds is in `data`.
///
/// @param timestamp when it was logged
/// @param level `error`, `warn`, `info`, `debug` or `trace`
/// @param service who logged it
/// @param requestId the request during which it was logged
/// @param userId the user for whom it was logged
/// @param message the text
/// @param data further fields, in the order in which they were added
/// @param error what went wrong
/// @param tags free marks
/// @param duration how long the operation took, in milliseconds
/// @param category for example `user_activity` or `security_audit`
/// @param action for example `login`
/// @param traceId 32 hex digits
/// @param spanId 16 hex digits
public record LogLine(
    Instant timestamp,
    String level,
    String service,
    @Nullable String requestId,
    @Nullable String userId,
    String message,
    Map<String, Object> data,
    @Nullable Failure error,
    List<String> tags,
    @Nullable Long duration,
    @Nullable String category,
    @Nullable String action,
    @Nullable String traceId,
    @Nullable String spanId) {

  public LogLine {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    tags = List.copyOf(tags);
  }

  /// What went wrong.
  ///
  /// @param name the exception's class
  /// @param message its message, empty if it has none
  /// @param stack its stack trace, cut at 16 KiB
  public record Failure(String name, String message, String stack) {}
}
