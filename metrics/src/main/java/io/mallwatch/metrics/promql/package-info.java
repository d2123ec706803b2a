/// PromQL: what a query means and its answer from a [SeriesSource].
@NullMarked
package io.mallwatch.metrics.promql;

import org.jspecify.annotations.NullMarked;
