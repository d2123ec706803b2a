/// PagerDuty's side of us: Events API v2 for those who send events, and the receiving end of its
/// webhooks (v3). Start with [PagerDutyDoor].
@NullMarked
package io.mallwatch.doors.pagerduty;

import org.jspecify.annotations.NullMarked;
