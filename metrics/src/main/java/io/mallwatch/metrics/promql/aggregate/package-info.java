/// Aggregations: series go into groups one at a time, so that memory holds the groups and not what
/// went into them.
///
/// Start with [Fold] for those that make one series of a group, [Picks] for those that keep some.
@NullMarked
package io.mallwatch.metrics.promql.aggregate;

import org.jspecify.annotations.NullMarked;
