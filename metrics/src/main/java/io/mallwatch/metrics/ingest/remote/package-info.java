/// Prometheus remote write, 1.0 and 2.0: start at [RemoteWriteIntake]. Requests are walked byte by
/// byte; a series that came before is known by the hash of its labels' bytes, so that only new
/// series cost objects.
@NullMarked
package io.mallwatch.metrics.ingest.remote;

import org.jspecify.annotations.NullMarked;
