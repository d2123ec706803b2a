/// Calls over the channels of alerts: [PageDesk] makes them, [ContactChannels] knows the way to a
/// person.
@NullMarked
package io.mallwatch.server.oncall;

import org.jspecify.annotations.NullMarked;
