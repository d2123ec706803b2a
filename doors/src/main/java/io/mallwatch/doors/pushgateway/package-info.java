/// The Pushgateway as batch jobs know it: they push what they counted, and it is stored until they
/// push again or the group is deleted.
///
/// Start with [PushgatewayDoor].
@NullMarked
package io.mallwatch.doors.pushgateway;

import org.jspecify.annotations.NullMarked;
