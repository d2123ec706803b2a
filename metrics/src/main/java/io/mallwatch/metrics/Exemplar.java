package io.mallwatch.metrics;

import io.mallwatch.model.Labels;

/// An example behind a sample, mostly the trace that it came from.
///
/// @param series the series it belongs to
/// @param labels such as `trace_id` and `span_id`
/// @param timestampMillis milliseconds since the epoch
public record Exemplar(Labels series, Labels labels, double value, long timestampMillis) {}
