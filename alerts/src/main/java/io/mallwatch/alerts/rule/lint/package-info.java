/// What is wrong with rules that load well: ratios whose sides never meet, quantiles without `le`,
/// numbers of another unit, metrics that nobody emits.
///
/// Start with [RuleLint]; [Defect] lists what it can say. It reads PromQL's grammar
/// ([io.mallwatch.metrics.promql.syntax]), which every engine shares, and no engine.
@NullMarked
package io.mallwatch.alerts.rule.lint;

import org.jspecify.annotations.NullMarked;
