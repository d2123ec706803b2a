package io.mallwatch.alerts.rule.lint;

/// Looks for defects of one family.
@FunctionalInterface
interface Check {

  void look(WrittenRule rule, Report report);
}
