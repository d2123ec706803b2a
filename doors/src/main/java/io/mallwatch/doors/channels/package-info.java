/// Our channels as receivers of Alertmanager's webhooks, so that an Alertmanager elsewhere reaches
/// people through them.
///
/// Start with [ChannelsDoor].
@NullMarked
package io.mallwatch.doors.channels;

import org.jspecify.annotations.NullMarked;
