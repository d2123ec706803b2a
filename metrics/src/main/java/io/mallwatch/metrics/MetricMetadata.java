package io.mallwatch.metrics;

/// What a metric family is.
///
/// @param family name without `_bucket`, `_sum`, `_count`
/// @param type `counter`, `gauge`, `histogram`, `gaugehistogram`, `summary`, `info`, `stateset` or
///   `unknown`
/// @param help one line; may be empty
/// @param unit such as `seconds`; may be empty
public record MetricMetadata(String family, String type, String help, String unit) {}
