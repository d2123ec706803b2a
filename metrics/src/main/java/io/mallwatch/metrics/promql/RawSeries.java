package io.mallwatch.metrics.promql;

import io.mallwatch.model.Labels;

/// The samples of one series as read, stale markers included.
///
/// @param timestampsMillis increasing
/// @param values one for each timestamp
record RawSeries(Labels labels, long[] timestampsMillis, double[] values) {}
