/// Brings history over from a Prometheus: reads the blocks of its data folder as they lie there and
/// writes them as blocks of ours. Start with [PrometheusImport].
@NullMarked
package io.mallwatch.metrics.tsdb.prometheus;

import org.jspecify.annotations.NullMarked;
