/// Alibaba Cloud: short messages and voice calls, signed with ACS3-HMAC-SHA256.
///
/// Start with [AliyunConfig].
@NullMarked
package io.mallwatch.alerts.notify.aliyun;

import org.jspecify.annotations.NullMarked;
