/// Tencent Cloud: short messages and voice calls, signed with TC3-HMAC-SHA256.
///
/// Start with [TencentConfig].
@NullMarked
package io.mallwatch.alerts.notify.tencent;

import org.jspecify.annotations.NullMarked;
