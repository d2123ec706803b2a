package io.mallwatch.metrics.tsdb;

/// Why a sample was not kept; `reason()` is what counters and senders are told.
enum Refusal {
  OUT_OF_ORDER("out_of_order"),
  DUPLICATE_TIMESTAMP("duplicate_timestamp"),
  TOO_OLD("too_old"),
  TOO_FAR_IN_FUTURE("too_far_in_future"),
  SERIES_LIMIT("series_limit"),
  METRIC_LIMIT("metric_series_limit"),
  LABEL_LIMIT("label_value_limit"),
  JOB_LIMIT("job_series_limit"),
  TARGET_LIMIT("target_series_limit"),
  MEMORY("memory_limit"),
  BAD_LABEL("bad_label"),
  BAD_HISTOGRAM("bad_histogram");

  private final String reason;

  Refusal(String reason) {
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
