/// Rules tried on the past: when an alert would have fired, and how often somebody would have been
/// told.
///
/// Start with [RuleRehearsal]; [ToldCount] follows its firings through the routes.
@NullMarked
package io.mallwatch.alerts.rule.rehearse;

import org.jspecify.annotations.NullMarked;
