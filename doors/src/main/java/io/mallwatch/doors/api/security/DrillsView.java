package io.mallwatch.doors.api.security;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reports of drills.
public interface DrillsView {

  /// Newest first.
  List<Drill> drills(int limit);

  /// Keeps a report; it gets its id and time here.
  Drill keep(String by, List<Outcome> outcomes);

  /// @param id such as `DRILL-000003`
  record Drill(String id, Instant at, String by, List<Outcome> outcomes) {

    public Drill {
      outcomes = List.copyOf(outcomes);
    }
  }

  /// What followed a fault.
  ///
  /// @param firedAfter seconds; null when the rule never fired
  /// @param incident null when none was opened
  /// @param resolvedAfter seconds; null when the alert never ended
  /// @param missed what did not follow
  record Outcome(
      String fault,
      String rule,
      @Nullable Double firedAfter,
      @Nullable String incident,
      boolean notified,
      @Nullable Double resolvedAfter,
      List<String> missed) {

    public Outcome {
      missed = List.copyOf(missed);
    }
  }
}
