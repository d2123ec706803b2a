package io.mallwatch.traces;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which traces are wanted, with Jaeger's semantics: one span must satisfy everything that is
/// asked.
///
/// @param range of the span's start
/// @param service of the span; empty for any
/// @param operation name of the span; empty for any
/// @param attributes all must be equal as text, looked for among attributes of span, resource,
///   scope, events and links; reserved keys: `error` (`true`, `false`), `span.kind`, `span.status`,
///   `scope.name`, `scope.version`, and `resource.<key>` for the resource alone
/// @param minDuration of the span, inclusive; null for none
/// @param maxDuration of the span, inclusive; null for none
/// @param conditions what else that span must satisfy
/// @param limit most traces returned, newest first
public record TraceQuery(
    TimeRange range,
    String service,
    String operation,
    Map<String, String> attributes,
    @Nullable Duration minDuration,
    @Nullable Duration maxDuration,
    List<SpanCondition> conditions,
    int limit,
    Deadline deadline) {

  /// Most traces one search returns.
  public static final int MAX_LIMIT = 1_500;

  public TraceQuery {
    attributes = Map.copyOf(attributes);
    conditions = List.copyOf(conditions);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new io.mallwatch.model.BadQueryException(
          "limit is %d; 1 to %d are possible".formatted(limit, MAX_LIMIT));
    }
  }
}
