/// DingTalk (钉钉): the robot of a group chat.
///
/// Start with [DingTalkConfig].
@NullMarked
package io.mallwatch.alerts.notify.dingtalk;

import org.jspecify.annotations.NullMarked;
