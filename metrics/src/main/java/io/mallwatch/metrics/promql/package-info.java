/// PromQL: what a query means and its answer from a [SeriesSource].
///
/// Start with [PromqlQueries], the port's embedded engine; then [PromqlEngine], which turns a
/// query's text into a tree (`syntax`) and that into an answer by an `Evaluator`. Vectors are kept
/// series by series, each a column over all steps (`vector.StepSeries`); functions on plain numbers
/// are in `function`.
@NullMarked
package io.mallwatch.metrics.promql;

import org.jspecify.annotations.NullMarked;
