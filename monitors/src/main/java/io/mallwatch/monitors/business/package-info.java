/// Is the money coming in? Figures against last week, baselines by hour of the week, and a health
/// score that explains itself.
///
/// Start with [BusinessMonitor]; [HealthScorer] holds the score (R080 to R091, corrected by I-36),
/// [Baseline] the band. All is computed from the metric store by PromQL, so any past moment can be
/// replayed.
@NullMarked
package io.mallwatch.monitors.business;

import org.jspecify.annotations.NullMarked;
