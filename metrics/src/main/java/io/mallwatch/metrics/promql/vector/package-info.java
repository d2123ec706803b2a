/// Instant vectors as columns over steps, and the algebra on them: matching, set operators,
/// aggregation. Knows neither queries nor stores.
///
/// Start with [StepSeries].
@NullMarked
package io.mallwatch.metrics.promql.vector;

import org.jspecify.annotations.NullMarked;
