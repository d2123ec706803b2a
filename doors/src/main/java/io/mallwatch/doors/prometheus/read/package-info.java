/// Prometheus's remote read: stored samples for other servers.
///
/// Start with [ReadRoutes].
@NullMarked
package io.mallwatch.doors.prometheus.read;

import org.jspecify.annotations.NullMarked;
