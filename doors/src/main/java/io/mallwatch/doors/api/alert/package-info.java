/// What the console shows and asks of alerts: those of the rules, who was told, rules tried before
/// they serve, and the way of an alert to its receivers.
///
/// Start with [AlertsResource], [RulesResource] and [RoutesResource]; [AlertPorts] is what they
/// stand on.
@NullMarked
package io.mallwatch.doors.api.alert;

import org.jspecify.annotations.NullMarked;
