/// Feishu (飞书): the robot of a group chat.
///
/// Start with [FeishuConfig].
@NullMarked
package io.mallwatch.alerts.notify.feishu;

import org.jspecify.annotations.NullMarked;
