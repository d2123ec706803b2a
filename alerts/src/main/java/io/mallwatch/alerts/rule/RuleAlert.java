package io.mallwatch.alerts.rule;

import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An alert of a rule as it stood after an evaluation.
///
/// @param value of the expression at the last evaluation in which the series was there
/// @param activeAt since when the expression holds
/// @param firedAt when it began to fire; empty while it is pending
/// @param resolvedAt when it ceased; empty while it holds
public record RuleAlert(
    Labels labels,
    Map<String, String> annotations,
    State state,
    double value,
    Instant activeAt,
    Optional<Instant> firedAt,
    Optional<Instant> resolvedAt) {

  public RuleAlert {
    annotations = Map.copyOf(annotations);
  }

  /// Where it is on its way.
  public enum State {
    PENDING,
    FIRING,
    RESOLVED
  }

  static RuleAlert of(
      Labels labels,
      Map<String, String> annotations,
      State state,
      double value,
      Instant activeAt,
      @Nullable Instant firedAt,
      @Nullable Instant resolvedAt) {
    return new RuleAlert(
        labels,
        annotations,
        state,
        value,
        activeAt,
        Optional.ofNullable(firedAt),
        Optional.ofNullable(resolvedAt));
  }
}
