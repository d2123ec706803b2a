package io.mallwatch.doors.api.alert;

import io.mallwatch.alerts.rule.lint.Finding;
import io.mallwatch.alerts.rule.rehearse.Rehearsal;
import io.mallwatch.alerts.yaml.Problem;
import io.mallwatch.model.Deadline;
import java.time.Duration;
import java.util.List;

/// Rules that are tried before they serve; each method takes a rule file's text.
public interface RulesView {

  /// What does not load, and what loads but cannot work.
  Checked check(String text);

  /// How the alerts of `text` would have fared in the time of length `back` before now.
  ///
  /// @throws io.mallwatch.model.BadQueryException when the text does not load
  List<Rehearsal> rehearse(String text, Duration back, Deadline deadline);

  /// @param problems why it does not load; nothing is found then
  /// @param rules how many there are
  record Checked(List<Problem> problems, List<Finding> findings, int rules) {
    public Checked {
      problems = List.copyOf(problems);
      findings = List.copyOf(findings);
    }
  }
}
