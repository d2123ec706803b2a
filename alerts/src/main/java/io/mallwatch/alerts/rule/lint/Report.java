package io.mallwatch.alerts.rule.lint;

import java.util.ArrayList;
import java.util.List;

/// Collects the findings of one rule and the changes that would mend it.
final class Report {

  private record Entry(
      Defect defect, int line, Finding.Words what, Finding.Words advice, boolean mended) {}

  private final WrittenRule rule;
  private final List<Entry> entries = new ArrayList<>();
  private final Corrections corrections = new Corrections();

  Report(WrittenRule rule) {
    this.rule = rule;
  }

  /// A finding about the part of the rule under `key`, such as `expr`.
  void add(Defect defect, String key, Object... args) {
    add(defect, key, defect.what().formatted(args), defect.advice(), false);
  }

  /// A finding that [#corrections()] has a change for.
  void mended(Defect defect, Object... args) {
    add(defect, "expr", defect.what().formatted(args), defect.advice(), true);
  }

  void add(Defect defect, String key, Finding.Words what, Finding.Words advice, boolean mended) {
    entries.add(new Entry(defect, rule.line(key), what, advice, mended));
  }

  Corrections corrections() {
    return corrections;
  }

  List<Finding> findings(java.util.function.Predicate<String> isSound) {
    String corrected = corrections.apply(rule.rule().expression()).filter(isSound).orElse("");
    return entries.stream()
        .map(entry ->
            new Finding(
                entry.defect,
                rule.group().file(),
                entry.line,
                rule.group().name(),
                rule.rule().name(),
                entry.what,
                entry.advice,
                entry.mended ? corrected : ""))
        .distinct()
        .toList();
  }
}
