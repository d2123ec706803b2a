package io.mallwatch.metrics.ingest.page;

/// Formats in which targets expose, as far as reading them differs.
public enum PageFormat {
  /// The text format 0.0.4, or 1.0.0 with quoted UTF-8 names.
  TEXT,
  /// OpenMetrics text 0.0.1 or 1.0.0.
  OPEN_METRICS,
  /// `io.prometheus.client.MetricFamily` messages, each behind its length.
  PROTOBUF
}
