/// PromQL: what a query means and its answer from a [io.mallwatch.metrics.SeriesSource].
///
/// Start with [PromqlQueries], the port's embedded engine; then [PromqlEngine], which turns a
/// query's text into a tree (`syntax`) and that into an answer by an `Evaluator`. A vector is
/// pulled series by series (`vector.StepVector`), each a column over all steps
/// (`column.StepColumn`); `aggregate` folds them, functions on plain numbers are in `function`.
@NullMarked
package io.mallwatch.metrics.promql;

import org.jspecify.annotations.NullMarked;
