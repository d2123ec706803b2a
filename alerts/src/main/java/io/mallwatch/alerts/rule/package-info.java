/// Rules: expressions that are evaluated again and again, and what follows from their answers.
///
/// Start with [RuleFiles] (Prometheus rule files to [RuleGroup]s) and [RuleEngine] (evaluates the
/// groups, keeps the alerts' states, sends them to the [io.mallwatch.alerts.AlertSink]). Semantics
/// are those of Prometheus 3.
@NullMarked
package io.mallwatch.alerts.rule;

import org.jspecify.annotations.NullMarked;
