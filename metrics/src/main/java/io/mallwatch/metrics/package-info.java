/// Take in, store and query numbers. This package is the room's port; engines are one package
/// below.
///
/// Start with [MetricSink] (what comes in) and [MetricQueries] (what goes out). Embedded engine:
/// `tsdb` + `promql`; what arrives is shaped by `scrape` and `ingest`.
@NullMarked
package io.mallwatch.metrics;

import org.jspecify.annotations.NullMarked;
