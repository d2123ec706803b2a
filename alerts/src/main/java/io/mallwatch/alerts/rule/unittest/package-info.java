/// Unit tests of rules, in the format of `promtool test rules` and with its verdicts.
///
/// Start with [RuleUnitTests]; [RuleTestFile] is the format, [SeriesNotation] its short way to
/// write samples.
@NullMarked
package io.mallwatch.alerts.rule.unittest;

import org.jspecify.annotations.NullMarked;
