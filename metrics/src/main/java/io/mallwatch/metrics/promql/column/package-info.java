/// Columns: what one series has at each step of a query. Everything else in the engine moves these.
///
/// Start with [StepColumn].
@NullMarked
package io.mallwatch.metrics.promql.column;

import org.jspecify.annotations.NullMarked;
