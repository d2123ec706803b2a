package io.mallwatch.ops.incident;

import io.mallwatch.model.Alert;
import io.mallwatch.model.AlertLevel;
import java.util.Optional;

/// Which priority an alert gives its incident (I-17): critical is P1, or P0 where label `priority`
/// says so; high is P2, or P1 where the label says so; warning is P3; info makes no incident.
final class PriorityRule {

  private static final String LABEL = "priority";

  private PriorityRule() {}

  static Optional<Priority> of(Alert alert) {
    Optional<AlertLevel> level = alert.level();
    if (level.isEmpty()) {
      return Optional.empty();
    }
    Optional<Priority> said = Priority.parse(alert.labels().get(LABEL));
    return switch (level.get()) {
      case CRITICAL -> Optional.of(said.filter(p -> p == Priority.P0).orElse(Priority.P1));
      case HIGH -> Optional.of(said.filter(p -> p == Priority.P1).orElse(Priority.P2));
      case WARNING -> Optional.of(Priority.P3);
      case INFO -> Optional.empty();
    };
  }
}
