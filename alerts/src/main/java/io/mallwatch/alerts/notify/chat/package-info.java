/// Vendors of Alertmanager's configuration that take one JSON or form body over HTTP.
///
/// Start with [ChatConfig].
@NullMarked
package io.mallwatch.alerts.notify.chat;

import org.jspecify.annotations.NullMarked;
