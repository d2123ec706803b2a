/// The embedded engine behind [io.mallwatch.alerts.AlertSink]: which alerts are told together, to
/// whom, when.
///
/// Start with [Dispatcher]. The tree of [Route]s says where an alert belongs; alerts with the same
/// group labels wait together and are handed to the
/// [io.mallwatch.alerts.notify.NotificationPipeline] when their group is due.
@NullMarked
package io.mallwatch.alerts.route;

import org.jspecify.annotations.NullMarked;
