/// Prometheus's HTTP API v1, remote write, federation and its own `/metrics`, over the ports of
/// metrics and alerts. Shapes, statuses and texts are those of Prometheus 3.
///
/// Start with [PrometheusDoor], the list of routes. What it needs beyond the ports is in
/// [PrometheusPorts].
@NullMarked
package io.mallwatch.doors.prometheus;

import org.jspecify.annotations.NullMarked;
