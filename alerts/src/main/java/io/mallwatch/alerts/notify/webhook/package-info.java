/// Alertmanager's webhook, version 4: the whole group as JSON by POST.
///
/// Start with [Webhook].
@NullMarked
package io.mallwatch.alerts.notify.webhook;

import org.jspecify.annotations.NullMarked;
