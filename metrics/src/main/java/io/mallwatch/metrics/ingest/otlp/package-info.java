/// OTLP metrics shaped into series: start at [OtlpMetrics]. Requests are walked byte by byte; a
/// data point whose resource, metric and attributes came before is known by their bytes. Rules: the
/// OpenTelemetry specification's compatibility/prometheus_and_openmetrics, and where it leaves a
/// choice what Prometheus does.
@NullMarked
package io.mallwatch.metrics.ingest.otlp;

import org.jspecify.annotations.NullMarked;
