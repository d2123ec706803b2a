package io.mallwatch.doors.api.alert;

import io.mallwatch.doors.api.incident.IncidentsView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The alerts of the rule engine, those that ended in the last hour included.
@FunctionalInterface
public interface AlertsView {

  List<Row> alerts();

  /// @param level `critical`, `high`, `warning`, `info` or empty
  /// @param state `pending`, `firing` or `resolved`
  /// @param value of the expression; null when it has none
  /// @param incidentId of the incident it belongs to; null without one
  record Row(
      String fingerprint,
      String name,
      String level,
      String state,
      boolean silenced,
      Instant activeAt,
      Map<String, String> labels,
      Map<String, String> annotations,
      @Nullable Double value,
      String expr,
      String ruleGroup,
      @Nullable String incidentId,
      IncidentsView.Links links,
      long forSeconds) {}
}
