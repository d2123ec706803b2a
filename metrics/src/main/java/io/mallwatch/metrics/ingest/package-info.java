/// What senders push and targets expose, shaped into [io.mallwatch.metrics.MetricBatch]: `otlp` for
/// OTLP, `remote` for Prometheus remote write, `page` for scrapes. Here is what they share: a
/// series that came before is known by a hash of the bytes that name it ([ByteHash], [KeyCache]),
/// so that it gets the same [io.mallwatch.metrics.SeriesKey] again and costs no objects. Bytes in,
/// values out; nothing here does I/O.
@NullMarked
package io.mallwatch.metrics.ingest;

import org.jspecify.annotations.NullMarked;
