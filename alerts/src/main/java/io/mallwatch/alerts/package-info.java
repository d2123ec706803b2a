/// Rules decide, routes and silences shape, channels tell. This package is the room's port.
///
/// Start with [AlertSink]: rules (`rule`) and Alertmanager's clients send alerts there; the
/// embedded engine groups (`route`), holds back (`silence`, `inhibit`) and tells (`notify`).
@NullMarked
package io.mallwatch.alerts;

import org.jspecify.annotations.NullMarked;
