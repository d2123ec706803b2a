/// The engine beside the real Prometheus of this machine: same samples, same queries, same answers.
///
/// Start with `PrometheusDifferentialTest`.
@NullMarked
package io.mallwatch.metrics.promql.differential;

import org.jspecify.annotations.NullMarked;
