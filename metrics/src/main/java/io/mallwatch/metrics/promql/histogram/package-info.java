/// The arithmetic of native histograms, as PromQL defines it. Pure functions on
/// [io.mallwatch.metrics.NativeHistogram]; knows neither series nor queries.
///
/// Start with [HistogramMath] for the operators, [HistogramSum] for aggregations, and
/// [HistogramStatistics] for what a histogram says about its observations. Inside, the buckets of
/// one sign are a [Buckets], sorted by index, which is easier to merge than spans.
@NullMarked
package io.mallwatch.metrics.promql.histogram;

import org.jspecify.annotations.NullMarked;
