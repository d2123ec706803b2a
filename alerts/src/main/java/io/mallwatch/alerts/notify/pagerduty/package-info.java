/// PagerDuty: Events API v2.
///
/// Start with [PagerDutyConfig].
@NullMarked
package io.mallwatch.alerts.notify.pagerduty;

import org.jspecify.annotations.NullMarked;
