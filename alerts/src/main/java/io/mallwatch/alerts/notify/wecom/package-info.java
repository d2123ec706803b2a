/// WeCom (企业微信): the robot of a group chat, and messages of a corporate app.
///
/// Start with [RobotConfig].
@NullMarked
package io.mallwatch.alerts.notify.wecom;

import org.jspecify.annotations.NullMarked;
