/// Inhibition: while one alert fires, others that follow from it are not told.
///
/// Start with [Inhibitor].
@NullMarked
package io.mallwatch.alerts.inhibit;

import org.jspecify.annotations.NullMarked;
