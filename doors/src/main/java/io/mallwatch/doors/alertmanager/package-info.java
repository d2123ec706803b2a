/// Alertmanager's API v2, so that amtool, Prometheus, Grafana and karma work against us.
///
/// Start with [AlertmanagerDoor]; what it stands on is in [AlertmanagerPorts].
@NullMarked
package io.mallwatch.doors.alertmanager;

import org.jspecify.annotations.NullMarked;
