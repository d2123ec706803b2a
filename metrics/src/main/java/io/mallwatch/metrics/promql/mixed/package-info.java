/// Range functions where the plain way (`function`) is not enough: windows with native histograms,
/// perhaps among numbers; windows with `anchored` or `smoothed` edges; counters whose start times
/// are known.
///
/// Start with [MixedFunctions]; it gets a [MixedWindow], which has numbers and histograms apart.
@NullMarked
package io.mallwatch.metrics.promql.mixed;

import org.jspecify.annotations.NullMarked;
