/// What senders push and targets expose, shaped into [io.mallwatch.metrics.MetricBatch]:
/// [OtlpMetrics] for OTLP, `remote` for Prometheus remote write, [ExpositionText] and
/// [OpenMetricsText] for scrapes. Bytes in, values out; nothing here does I/O.
@NullMarked
package io.mallwatch.metrics.ingest;

import org.jspecify.annotations.NullMarked;
