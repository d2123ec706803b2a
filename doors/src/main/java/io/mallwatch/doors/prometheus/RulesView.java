package io.mallwatch.doors.prometheus;

import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rule groups and what they last found.
@FunctionalInterface
public interface RulesView {

  /// All groups, in the order of their files.
  List<Group> groups();

  /// @param file path of the rule file
  /// @param lastEvaluation null before the first
  record Group(
      String name,
      String file,
      Duration interval,
      int limit,
      Duration evaluationTime,
      @Nullable Instant lastEvaluation,
      List<Rule> rules) {
    public Group {
      rules = List.copyOf(rules);
    }
  }

  /// A rule of either kind.
  sealed interface Rule {
    String name();

    Evaluation evaluation();
  }

  /// @param health `ok`, `err` or `unknown`
  /// @param lastError empty when there was none
  record Evaluation(
      String health, String lastError, Duration took, @Nullable Instant lastEvaluation) {}

  record Recording(String name, String query, Labels labels, Evaluation evaluation)
      implements Rule {}

  /// @param held how long the condition must hold (`for`)
  record Alerting(
      String name,
      String query,
      Duration held,
      Duration keepFiringFor,
      Labels labels,
      Map<String, String> annotations,
      List<ActiveAlert> alerts,
      Evaluation evaluation)
      implements Rule {
    public Alerting {
      annotations = Map.copyOf(annotations);
      alerts = List.copyOf(alerts);
    }
  }

  /// @param firing else pending
  record ActiveAlert(
      Labels labels,
      Map<String, String> annotations,
      boolean firing,
      Instant activeAt,
      @Nullable Instant keepFiringSince,
      double value) {
    public ActiveAlert {
      annotations = Map.copyOf(annotations);
    }
  }
}
