package io.mallwatch.metrics.promql;

import java.util.Locale;

/// Why a query had no answer though it could be understood.
public enum Refusal {
  /// Too many were waiting.
  QUEUE_FULL,
  /// It held more samples than a query may.
  SAMPLES,
  /// It held more memory than its share.
  MEMORY,
  /// It read more series than a query may.
  SERIES,
  /// Its answer had more series than one may.
  RESULT_SERIES,
  /// It took longer than it was allowed.
  TIMEOUT,
  /// Somebody stopped it, or its caller went away.
  CANCELLED;

  /// As counters and logs name it.
  public String reason() {
    return name().toLowerCase(Locale.ROOT);
  }
}
