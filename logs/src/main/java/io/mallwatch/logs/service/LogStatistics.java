package io.mallwatch.logs.service;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How much was logged (R165). All counts are exact and complete: `totalLogs` is the number of
/// entries, not a sum of the commonest, and `byService` has every service (I-34).
///
/// @param timeSeries oldest first, with the empty bars between
/// @param byLevel commonest first
/// @param byService commonest first
public record LogStatistics(
    long totalLogs,
    List<Point> timeSeries,
    Map<String, Long> byLevel,
    Map<String, Long> byService) {

  public LogStatistics {
    timeSeries = List.copyOf(timeSeries);
    byLevel = Collections.unmodifiableMap(new LinkedHashMap<>(byLevel));
    byService = Collections.unmodifiableMap(new LinkedHashMap<>(byService));
  }

  /// @param timestamp first moment of the hour, day or week
  public record Point(Instant timestamp, long count) {}

  /// How long a point of the time series lasts.
  public enum Interval {
    HOUR,
    DAY,
    WEEK
  }
}
