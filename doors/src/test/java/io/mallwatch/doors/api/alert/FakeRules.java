package io.mallwatch.doors.api.alert;

import io.mallwatch.alerts.rule.lint.KnownMetrics;
import io.mallwatch.alerts.rule.lint.RuleLint;
import io.mallwatch.alerts.rule.rehearse.Rehearsal;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lints for real; says of every text that it would have fired once.
public final class FakeRules implements RulesView {

  @Override
  public Checked check(String text) {
    try {
      return new Checked(
          List.of(),
          new RuleLint(KnownMetrics.NONE, RuleLint.Settings.defaults()).lint(Map.of("f", text)),
          1);
    } catch (InvalidFileException e) {
      return new Checked(e.problems(), List.of(), 0);
    }
  }

  @Override
  public List<Rehearsal> rehearse(String text, Duration back, Deadline deadline) {
    Instant to = Instant.parse("2026-11-23T08:00:00Z");
    Instant fired = to.minus(Duration.ofHours(1));
    return List.of(
        new Rehearsal(
            "g",
            text,
            to.minus(back),
            to,
            Duration.ofSeconds(15),
            40_321,
            List.of(
                new Rehearsal.Firing(
                    Labels.of("alertname", "A"),
                    fired,
                    fired,
                    Optional.of(fired.plusSeconds(90)),
                    Double.NaN),
                new Rehearsal.Firing(Labels.of("alertname", "A"), to, to, Optional.empty(), 2)),
            2,
            3,
            List.of(new Rehearsal.Told("team", 2, 1)),
            false));
  }
}
