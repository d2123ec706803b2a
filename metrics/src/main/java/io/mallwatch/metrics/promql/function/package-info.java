/// The arithmetic of PromQL's functions on plain numbers, a family a file. Knows neither series nor
/// queries.
///
/// Start with [RangeFunctions], the table of those that work on a [Window], and [InstantFunctions].
@NullMarked
package io.mallwatch.metrics.promql.function;

import org.jspecify.annotations.NullMarked;
