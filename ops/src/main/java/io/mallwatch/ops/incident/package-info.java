/// Incidents: opened from alert groups or by hand, with a priority, two clocks and a timeline that
/// is only ever added to (R307 to R322, I-17). Start with [Incidents].
@NullMarked
package io.mallwatch.ops.incident;

import org.jspecify.annotations.NullMarked;
