/// Slack: incoming webhooks and the Web API.
///
/// Start with [SlackConfig].
@NullMarked
package io.mallwatch.alerts.notify.slack;

import org.jspecify.annotations.NullMarked;
